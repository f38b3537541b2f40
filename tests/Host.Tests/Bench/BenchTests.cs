using TopGun.Core.Access;
using TopGun.Host.Bench;
using TopGun.Host.Serving;
using TopGun.Host.Tests.Serving;
using TopGun.Host.Tokens;

namespace TopGun.Host.Tests.Bench;

/// <summary>What a server takes is measured, and what it refuses is said.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task It_counts_what_is_durable_and_waits_as_long_as_it_is_told()
    {
        var settings = ServerRunTests.Settings(_directory.File("topgun.db")) with
        {
            Permissions = [new() { Maps = ["bench"], Actions = MapAction.Put }],
            Options = new Dictionary<string, string?> { ["Limits:OpsPerSecond"] = "50", ["Limits:OpsBurst"] = "100" },
        };
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(settings, output, _stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var address = new Uri(output.ToString().Split('\n')[0]["grpc:  ".Length..]);
        var token = TokenMint.Mint(settings.Secret!, "bench", [], TimeSpan.FromHours(1), TimeProvider.System);

        var shape = new BenchShape(address, token, "bench", 2, 100, TimeSpan.FromSeconds(2));
        var result = await BenchRun.RunAsync(shape, TestContext.Current.CancellationToken);

        // The first of two callers takes the whole burst, and the other waits until it is there again: the limit is what is measured here.
        Assert.InRange(result.Writes, 100, 100 + (50 * (long)Math.Ceiling(result.Time.TotalSeconds)));
        Assert.True(result.Refusals > 0, "Nothing was held back.");
        Assert.Contains("durable writes in", result.ToString());
        var refused = await Assert.ThrowsAsync<StartFailure>(() => BenchRun.RunAsync(shape with { Map = "other" }, TestContext.Current.CancellationToken));
        Assert.Contains("has no PUT permission on map other", refused.Message);
        await _stop.CancelAsync();
        await running;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _directory.Dispose();
    }
}
