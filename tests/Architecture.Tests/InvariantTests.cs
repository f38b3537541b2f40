using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>docs/INVARIANTS.md against the ids that code and tests name.</summary>
public sealed partial class InvariantTests
{
    [Fact]
    public void Every_invariant_has_a_test()
        => Assert.Empty(Documented().Except(InTests()));

    [Fact]
    public void Every_invariant_that_a_test_names_is_documented()
        => Assert.Empty(InTests().Except(Documented()));

    [Fact]
    public void Every_invariant_that_the_code_names_is_documented()
        => Assert.Empty(Repository.Sources("src", "*.cs").SelectMany(file => Ids(File.ReadAllText(file))).Except(Documented()));

    private static HashSet<string> Documented()
        => [.. Heading().Matches(Repository.Read("docs/INVARIANTS.md")).Select(match => match.Groups[1].Value)];

    private static HashSet<string> InTests()
        => [.. Repository.Sources("tests", "*.cs").SelectMany(file => Trait().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Ids(string text) => Id().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"^- \*\*(INV-[A-Z]+-[0-9]+)\*\*", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"Trait\(""Invariant"", ""(INV-[A-Z]+-[0-9]+)""\)")]
    private static partial Regex Trait();

    [GeneratedRegex(@"INV-[A-Z]+-[0-9]+")]
    private static partial Regex Id();
}
