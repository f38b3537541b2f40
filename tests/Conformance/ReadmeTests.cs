using System.Text.RegularExpressions;
using TopGun.Conformance.Runners;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance;

/// <summary>The README of each language, followed by a new user: in an empty directory beside the checkout, with nothing but the package's files.</summary>
public sealed partial class ReadmeTests(ITestOutputHelper output)
{
    public static TheoryData<string> WithReadme => [.. Languages.WithReadme];

    [Theory, MemberData(nameof(WithReadme))]
    public async Task A_readme_works_as_pasted(string language)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Built.Root, "clients-gen", language, "README.md"));
        var blocks = Block().Matches(readme).ToLookup(match => match.Groups["what"].Value, match => match);
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        var mine = Directory.CreateDirectory(place.File("mine")).FullName;
        Directory.CreateSymbolicLink(place.File("topgun"), Built.Root);
        foreach (var program in blocks["program"]) await File.WriteAllTextAsync(Path.Combine(mine, program.Groups["file"].Value), program.Groups["text"].Value);

        var commands = "set -e\n" + blocks["run"].Single().Groups["text"].Value;
        var variables = new Dictionary<string, string> { ["TOPGUN_ADDRESS"] = new Uri(server.Address).Authority, ["TOPGUN_TOKEN"] = server.Token };
        var end = await ProgramRun.RunAsync("bash", ["-c", commands], variables, mine, ProgramRun.CompilersPatience);

        output.WriteLine(end.Output + end.Errors);
        // Those of C#'s gRPC not every machine can restore.
        Assert.SkipWhen(end.ExitCode != 0 && NotRestored().IsMatch(end.Output), $"The packages of {language} can't be restored here: {NotRestored().Match(end.Output).Value.Trim()}");
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        // What installs packages may say so before.
        Assert.EndsWith(blocks["output"].Single().Groups["text"].Value, end.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"error NU1(?:101|102|301).*")]
    private static partial Regex NotRestored();

    [GeneratedRegex(@"^<!-- (?<what>program|run|output)(?:: (?<file>\S+))? -->\n```[a-z+]*\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
