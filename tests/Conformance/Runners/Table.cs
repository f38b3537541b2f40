using System.Text;

namespace TopGun.Conformance.Runners;

/// <summary>The languages by the scenarios, as a text.</summary>
internal static class Table
{
    /// <summary>A line per scenario, a column per language, and below it what did not pass, with its reason.</summary>
    public static string Of(IReadOnlyList<string> scenarios, IReadOnlyDictionary<string, Report> reports)
    {
        var languages = reports.Keys.Order().ToList();
        var (text, remarks) = (new StringBuilder(), new StringBuilder());
        text.Append($"{"",-22}").AppendLine(string.Join(' ', languages.Select(language => $"{language,-10}")));
        foreach (var scenario in scenarios)
        {
            text.Append($"{scenario,-22}");
            foreach (var language in languages)
            {
                var outcome = reports[language].Of(scenario);
                text.Append($"{outcome.Verdict.ToString().ToLowerInvariant(),-11}");
                if (outcome.Verdict != Verdict.Pass) remarks.AppendLine($"{language} {scenario}: {outcome.Reason}");
            }

            text.AppendLine();
        }

        return text.Append(remarks).ToString();
    }
}
