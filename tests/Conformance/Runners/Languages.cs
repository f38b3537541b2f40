using System.Text.RegularExpressions;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Runners;

/// <summary>The languages of clients-gen, and what docs/CLIENTS.md says of them.</summary>
internal static partial class Languages
{
    private static readonly string[] Wanted = (Environment.GetEnvironmentVariable("CONFORMANCE_LANGUAGES") ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The runners, each by the name of its folder; of a folder that has one more, as run-web.sh, that one is named with it: typescript-web.</summary>
    private static readonly IReadOnlyDictionary<string, string> Runners = Directory.GetDirectories(Path.Combine(Built.Root, "clients-gen"))
        .SelectMany(folder => Scripts(folder).Select(script => (Name: Path.GetFileName(folder) + Path.GetFileNameWithoutExtension(script)[3..], Script: script)))
        .ToDictionary(runner => runner.Name, runner => runner.Script);

    /// <summary>The names of the runners; of those, the ones that CONFORMANCE_LANGUAGES names, where it is set.</summary>
    public static IReadOnlyList<string> WithRunner { get; } = [.. Runners.Keys.Where(name => Wanted is [] || Wanted.Contains(name)).Order()];

    /// <summary>The languages whose README a test follows.</summary>
    public static IReadOnlyList<string> WithReadme { get; } = [.. WithRunner.Select(FolderOf).Distinct()];

    /// <summary>The languages that docs/CLIENTS.md calls proven, by the name of their folder.</summary>
    public static IReadOnlyList<string> Proven { get; } =
        [.. Row().Matches(File.ReadAllText(Path.Combine(Built.Root, "docs", "CLIENTS.md"))).Select(match => match.Groups[1].Value).Order()];

    /// <summary>Whether docs/CLIENTS.md calls the language of a runner proven.</summary>
    public static bool IsProven(string runner) => Proven.Contains(FolderOf(runner));

    /// <summary>The program of a runner.</summary>
    public static string RunnerOf(string runner) => Runners[runner];

    private static string FolderOf(string runner) => runner.Split('-')[0];

    private static string[] Scripts(string folder)
        => Directory.Exists(Path.Combine(folder, "conformance")) ? Directory.GetFiles(Path.Combine(folder, "conformance"), "run*.sh") : [];

    [GeneratedRegex(@"^\| [^|]* \| `clients-gen/([a-z]+)` \| proven ", RegexOptions.Multiline)]
    private static partial Regex Row();
}
