using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Serving;

/// <summary>The executable as a .NET tool: packed, installed from the folder in which the package lies, and run from there.</summary>
public sealed class ToolTests(ITestOutputHelper output) : IDisposable
{
    private readonly Place _place = new();

    [Fact]
    public async Task It_is_packed_installed_and_serves()
    {
        await RunAsync("pack", Path.Combine(Built.Root, "src", "Host"), "--configuration", Built.Configuration, "--no-build", "--output", _place.File("packages"), "--nologo");
        await RunAsync("tool", "install", "topgun", "--tool-path", _place.File("tools"), "--source", _place.File("packages"));
        var topgun = _place.File("tools/topgun");

        var help = await ProgramRun.RunAsync(topgun, ["--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.All(new[] { "serve", "token", "doctor", "bench", "backup", "restore", "verify", "inspect" }, command => Assert.Contains($"\n  {command} ", help.Output));

        await using var server = await ServerProcess.StartProgramAsync(topgun, _place.Data);
        Assert.Empty((await Copy.FetchAsync(server.Address, server.Token, "notes")).Records);
        Assert.Equal(0, await server.TerminateAsync());
        Assert.True(File.Exists(_place.Data));
    }

    public void Dispose() => _place.Dispose();

    // With packages of its own: of this version others may have been installed before.
    private async Task RunAsync(params string[] arguments)
    {
        var variables = arguments[0] == "tool" ? new Dictionary<string, string> { ["NUGET_PACKAGES"] = _place.File("cache") } : null;
        var end = await ProgramRun.RunAsync("dotnet", arguments, variables, _place.File("."), ProgramRun.CompilersPatience);
        output.WriteLine(end.Output + end.Errors);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
    }
}
