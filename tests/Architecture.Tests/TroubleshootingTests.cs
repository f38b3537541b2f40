using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>docs/TROUBLESHOOTING.md against the tests that bring its symptoms about.</summary>
public sealed partial class TroubleshootingTests
{
    // A quoted line is found by its fixed words; of those that may be values, half and more are fixed in each line that is quoted so far.
    private const double LeastShare = 0.55;

    private static readonly string[] Sources = [.. Repository.Sources("tests", "*.cs").Select(File.ReadAllText)];
    private static readonly string[] Product = [.. Repository.Sources("src", "*.cs").Select(File.ReadAllText)];
    private static readonly MessageTemplate[] Messages = [.. Product.SelectMany(MessageReader.Read)];

    public static TheoryData<string> Quotes => [.. Quoted(Repository.Read("docs/TROUBLESHOOTING.md")).Distinct()];

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

    [Theory, MemberData(nameof(Quotes))]
    public void Every_line_that_it_quotes_is_one_that_the_product_says(string quote)
        => Assert.All(Fixed().Split(quote).Where(part => LongWords(part).Any()), part => Assert.True(IsSaid(part), $"Nothing in src says: {part}"));

    [Fact]
    public void A_line_that_nothing_says_is_seen()
    {
        Assert.True(IsSaid("The server was silent for more than 75 s."));
        Assert.False(IsSaid("The server was quiet for more than 75 s."));
        Assert.True(IsSaid("User 'topgun' lacks rights in database 'topgun'"));
        Assert.False(IsSaid("User 'topgun' misses rights in database 'topgun'"));
        Assert.True(Quotes.Count > 40, $"{Quotes.Count} quotes");
    }

    [Fact]
    public void Every_name_of_code_that_it_mentions_is_there()
        => Assert.All(
            Names().Matches(Repository.Read("docs/TROUBLESHOOTING.md")).SelectMany(match => match.Groups[1].Value.Split('.')).Distinct().Where(name => !name.EndsWith("Tests", StringComparison.Ordinal)),
            name => Assert.Contains(Product, source => Regex.IsMatch(source, $@"\b{name}\b")));

    private static bool IsSaid(string part)
    {
        var words = part.Split(' ');
        // Addresses, paths, numbers and names are values wherever they stand.
        int[] weights = [.. words.SelectMany(word => Enumerable.Repeat(word.All(letter => char.IsAsciiLetter(letter) || letter is '.' or ',' or ';' or '\'') ? 1 : 0, word.Length).Append(0)).SkipLast(1)];
        var longWords = LongWords(part);
        return Messages.Any(message => message.MayFit(longWords) && message.Fit(part, weights) >= LeastShare * weights.Sum());
    }

    private static string[] LongWords(string part) => [.. part.Split(' ').Where(word => word.Count(char.IsLetter) > 3)];

    private static IEnumerable<string> Quoted(string page)
    {
        foreach (Match match in InQuotes().Matches(page)) yield return Line(match.Groups[1].Value);
        // In the tables about the store the first column has what it says, and the others what to do.
        foreach (Match match in FirstCell().Matches(page)) yield return Line(match.Groups[1].Value);
        foreach (Match match in InBackticks().Matches(TableRow().Replace(page, "")))
            if (match.Groups[1].Value.Count(letter => letter == ' ') > 1 && !match.Groups[1].Value.StartsWith("topgun ", StringComparison.Ordinal)) yield return Line(match.Groups[1].Value);
    }

    private static string Line(string text) => Space().Replace(text, " ");

    private static IEnumerable<string> Entries() => Repository.Read("docs/TROUBLESHOOTING.md").Split("\n## ").Skip(1);

    // A method alone, or with its class.
    [GeneratedRegex(@"`(?:([A-Z][A-Za-z]*Tests)\.)?([A-Z][a-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex Methods();

    [GeneratedRegex(@"`(tests/[A-Za-z./]+\.cs)`")]
    private static partial Regex Files();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex InQuotes();

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("^\\|.*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();

    // What is left out, and the end of a sentence, where another message may go on.
    [GeneratedRegex(@" \.\.\.(?: |$)|(?<=\.) (?=[A-Z])")]
    private static partial Regex Fixed();

    [GeneratedRegex(@"`([A-Z][a-z][A-Za-z]*(?:\.[A-Z][A-Za-z]*)*)(?:\(\))?`")]
    private static partial Regex Names();
}
