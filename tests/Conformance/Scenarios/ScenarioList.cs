using System.Text.RegularExpressions;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Scenarios;

/// <summary>The scenarios that are written down in SCENARIOS.md.</summary>
internal static partial class ScenarioList
{
    /// <summary>Where they are written down.</summary>
    public static string Page { get; } = Path.Combine(Built.Root, "tests", "Conformance", "SCENARIOS.md");

    /// <summary>Their ids, in the order of the page.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Row().Matches(File.ReadAllText(Page)).Select(match => match.Groups[1].Value)];

    // The first cell of a row is an id; those of the table of variables stand in backticks.
    [GeneratedRegex(@"^\| (?!id \|)([a-z0-9]+(?:-[a-z0-9]+)*) \| ", RegexOptions.Multiline)]
    private static partial Regex Row();
}
