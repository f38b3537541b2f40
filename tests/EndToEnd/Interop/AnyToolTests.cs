using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Interop;

/// <summary>What any tool may ask the real server: health, its contract, and why it was refused.</summary>
public sealed class AnyToolTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task A_tool_under_Python_learns_health_contract_and_reasons()
    {
        Assert.SkipUnless(File.Exists(Python), "Python is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync(Python, ["probe.py", new Uri(server.Address).Authority], folder: Path.Combine(AppContext.BaseDirectory, "Interop"));

        Assert.True(tool.ExitCode == 0, tool.Errors);
        Assert.Equal(
            ["health 0801", "watch 0801", "lists SyncService True", "without a token UNAUTHENTICATED True True", "deadline DEADLINE_EXCEEDED"],
            tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
