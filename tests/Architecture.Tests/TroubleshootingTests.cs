using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>docs/TROUBLESHOOTING.md against the tests that bring its symptoms about.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly string[] Sources = [.. Repository.Sources("tests", "*.cs").Select(File.ReadAllText)];

    [Fact]
    public void Every_symptom_is_brought_about_by_a_test()
        => Assert.All(Entries(), entry => Assert.True(Methods().IsMatch(entry) || Files().IsMatch(entry), entry.Split('\n')[0]));

    [Fact]
    public void Every_test_that_it_names_is_there()
    {
        var page = Repository.Read("docs/TROUBLESHOOTING.md");
        Assert.All(
            Methods().Matches(page).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)),
            test => Assert.Contains(Sources, source => source.Contains($"class {test.Type}", StringComparison.Ordinal) && source.Contains($" {test.Method}(", StringComparison.Ordinal)));
        Assert.All(Files().Matches(page).Select(match => match.Groups[1].Value), file => Assert.True(Repository.Read(file).Length > 0, file));
    }

    private static IEnumerable<string> Entries() => Repository.Read("docs/TROUBLESHOOTING.md").Split("\n## ").Skip(1);

    // A method alone, or with its class.
    [GeneratedRegex(@"`(?:([A-Z][A-Za-z]*Tests)\.)?([A-Z][a-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex Methods();

    [GeneratedRegex(@"`(tests/[A-Za-z./]+\.cs)`")]
    private static partial Regex Files();
}
