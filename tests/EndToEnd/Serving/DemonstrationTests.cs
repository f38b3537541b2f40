using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>What scripts/demo.sh runs once it has built.</summary>
public sealed class DemonstrationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_devices_end_with_the_same_record_and_nothing_lost()
    {
        var end = await ProgramRun.RunAsync(Built.TwoDevices, [Built.TopGun]);

        output.WriteLine(end.Output);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        Assert.Contains("Same record on both devices, nothing lost.", end.Output, StringComparison.Ordinal);
    }
}
