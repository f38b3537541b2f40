using System.Text.RegularExpressions;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Runners;

/// <summary>The languages of clients-gen, and what docs/CLIENTS.md says of them.</summary>
internal static partial class Languages
{
    private static readonly string[] Wanted = (Environment.GetEnvironmentVariable("CONFORMANCE_LANGUAGES") ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The names of the languages that have a runner; of those, the ones that CONFORMANCE_LANGUAGES names, where it is set.</summary>
    public static IReadOnlyList<string> WithRunner { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Built.Root, "clients-gen")).Where(folder => File.Exists(Path.Combine(folder, "conformance", "run.sh")))
            .Select(folder => Path.GetFileName(folder)!).Where(name => Wanted is [] || Wanted.Contains(name)).Order(),
    ];

    /// <summary>The languages that docs/CLIENTS.md calls proven, by the name of their folder.</summary>
    public static IReadOnlyList<string> Proven { get; } =
        [.. Row().Matches(File.ReadAllText(Path.Combine(Built.Root, "docs", "CLIENTS.md"))).Select(match => match.Groups[1].Value).Order()];

    [GeneratedRegex(@"^\| [^|]* \| `clients-gen/([a-z]+)` \| proven ", RegexOptions.Multiline)]
    private static partial Regex Row();
}
