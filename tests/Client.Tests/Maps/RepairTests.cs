using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Maps;

/// <summary>Replicas whose file is not what the server committed.</summary>
public sealed class RepairTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Records_that_went_bad_are_put_right_at_the_next_connection()
    {
        var store = new MemoryReplicaStore("n1");
        await FillAsync(store);
        var change = new ReplicaChange();
        change.DroppedRecords.Add(("seats", "A1"));
        change.PutRecords.Add(("seats", store.Find("seats", "A1")!.Value with { Key = "A2", Version = 2 }));
        store.Commit(change);

        var client = _bench.Open(store: store);
        var seats = client.GetMap<Seat>("seats");
        await client.WhenSyncedAsync().Soon();

        Assert.Equal(new Seat("free", 10), seats.Get("A1"));
        Assert.Equal(new Seat("free", 20), seats.Get("A2"));
        Assert.False(client.GetMap("seats").HasDigestMismatch);
    }

    [Fact, Trait("Invariant", "INV-DIG-4")]
    public async Task A_replica_that_stays_different_says_so_and_is_synced_all_the_same()
    {
        var store = new MemoryReplicaStore("n1");
        await FillAsync(store);
        var change = new ReplicaChange();
        // A version that the server has not reached: no walk may touch it.
        change.PutRecords.Add(("seats", store.Find("seats", "A1")!.Value with { Key = "A9", Version = 1_000 }));
        store.Commit(change);

        var client = _bench.Open(store: store);
        var map = client.GetMap("seats");
        await client.WhenSyncedAsync().Soon();
        Assert.True(map.HasDigestMismatch);
        Assert.NotNull(map.Get("A9"));

        await client.ResetAsync("seats").Soon();
        Assert.Null(map.Get("A9"));
        Assert.NotNull(map.Get("A1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_takes_the_map_anew_and_keeps_ops(bool knowsDigests)
    {
        if (!knowsDigests) _bench.Server.Features = [Features.Groups];
        var store = new MemoryReplicaStore("n1");
        await FillAsync(store);
        var client = _bench.Open(store: store);
        var seats = client.GetMap<Seat>("seats");
        await client.WhenSyncedAsync().Soon();
        // The server takes no ops for now.
        _bench.Server.Arriving = frame => frame is not OpBatch;
        var mine = seats.Set("B1", new Seat("mine", 30));

        var resetting = client.ResetAsync("seats");
        Assert.Equal(new Seat("mine", 30), seats.Get("B1"));
        Assert.Equal(1, client.PendingCount);
        _bench.Server.Arriving = _ => true;
        client.ReconnectNow();
        await resetting.Soon();

        Assert.Equal(new Seat("mine", 30), seats.Get("B1"));
        Assert.Equal(WriteEnding.Applied, (await mine.Settled.Soon()).Ending);
        Assert.Equal(new Seat("free", 20), seats.Get("A2"));
        Assert.Equal(1, store.Load().Maps.Single().Generation);
    }

    [Fact]
    public async Task A_map_that_the_server_does_not_show_is_not_reset()
    {
        _bench.Server.Access = (_, _, _) => false;
        var client = _bench.Open();
        client.GetMap("seats");
        await client.WhenSyncedAsync().Soon();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.ResetAsync("seats").Soon());
        Assert.Contains("map seats", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.OpenOffline().ResetAsync("seats").Soon());
    }

    // The file outlives the process that wrote it.
    private async Task FillAsync(MemoryReplicaStore store)
    {
        var client = _bench.Open(store: store);
        var seats = client.GetMap<Seat>("seats");
        await seats.Set("A1", new Seat("free", 10)).Settled.Soon();
        await seats.Set("A2", new Seat("free", 20)).Settled.Soon();
        await client.WhenSyncedAsync().Soon();
        await client.DisposeAsync();
    }
}
