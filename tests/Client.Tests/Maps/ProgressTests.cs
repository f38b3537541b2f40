using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Maps;

/// <summary>What an application sees of a large map that is on its way.</summary>
public sealed class ProgressTests : IAsyncDisposable
{
    private const int Records = 400;

    private readonly Bench _bench = new();

    public ProgressTests()
    {
        _bench.Server.Features = [Features.Groups, Features.Digest, Features.Progress, Features.Resync];
        _bench.Server.PageBytes = 2_000;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_first_sync_says_how_much_has_come_and_goes_on_where_it_was_after_an_interruption()
    {
        await FillAsync();
        var client = _bench.Open("mine.db", "bob");
        var pages = 0;
        _bench.Server.Leaving = frame => frame is ChangePage && ++pages == 4 ? null : frame;
        var map = client.GetMap("seats");
        Assert.False(map.IsComplete);
        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);

        // What has come can be used, and nothing comes now.
        Assert.Equal(MapProgress.Waiting, map.Progress);
        var held = map.Entries().Count();
        Assert.InRange(held, 1, Records - 1);
        Assert.NotNull(map.Get(map.Entries().First().Key));

        MapProgress? first = null;
        _bench.Server.Leaving = frame =>
        {
            if (frame is ChangePage { More: true } page) first ??= new(MapPhase.Receiving, page.RecordsTotal - page.RecordsLeft, page.RecordsTotal, 0);
            return frame;
        };
        client.ReconnectNow();
        await map.ProgressAsync().FirstAsync(progress => progress == MapProgress.Synced).AsTask().Soon();
        Assert.Equal(Records, first!.Value.Total);
        Assert.InRange(first.Value.Received, held, Records);
        Assert.Equal(Records, map.Entries().Count());
    }

    [Fact]
    public async Task Each_step_is_told_in_order_and_the_last_one_always()
    {
        await FillAsync();
        var client = _bench.Open(token: "bob");
        var map = client.GetMap("seats");

        List<MapProgress> steps = [];
        await foreach (var step in map.ProgressAsync())
        {
            steps.Add(step);
            if (step.Phase == MapPhase.Synced) break;
        }

        // Of each phase anew.
        var told = steps.Select(step => (step.Phase, step.Share));
        Assert.Equal(told.Order(), told);
        Assert.All(steps, step => Assert.True(step.Received <= Records && step.Total is 0 or Records, step.ToString()));
    }

    private async Task FillAsync()
    {
        var client = _bench.Open();
        var seats = client.GetMap<Seat>("seats");
        for (var i = 0; i < Records; i++) seats.Set($"A{i}", new Seat("free", i));
        await client.WhenSavedAsync().Soon();
        await client.DisposeAsync();
    }
}
