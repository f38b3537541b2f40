using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Client.Tests.Replicas;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>Whatever breaks, a write is neither lost nor done twice.</summary>
public sealed class LosingNothingTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_client_without_a_server_reads_and_writes_from_the_first_line()
    {
        var client = _bench.OpenOffline();
        var seats = client.GetMap<Seat>("seats");

        seats.Set("A1", new Seat("free", 10));
        seats.Patch("A1", new { price = 11 });

        Assert.Equal(new Seat("free", 11), seats.Get("A1"));
        Assert.Equal(2, client.PendingCount);
        Assert.Equal(ConnectionReasonCode.NoServer, client.State.Reason!.Code);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.WhenSyncedAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.WhenSavedAsync());
    }

    [Fact]
    public async Task What_was_written_offline_is_there_after_a_restart_and_is_sent_then()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("key", "offline");

        var client = _bench.Open("replica.db");

        Assert.Equal("offline", client.GetMap("map").Get("key"));
        Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().Soon());
        Assert.Equal("offline", _bench.Server.Get("map", "key"));
    }

    [Fact]
    public async Task Writes_of_a_map_that_is_not_in_use_any_more_are_sent_too()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("key", "offline");

        await _bench.Open("replica.db").WhenSavedAsync().Soon();

        Assert.Equal("offline", _bench.Server.Get("map", "key"));
    }

    [Fact]
    public async Task A_lost_result_is_told_again_and_the_write_is_done_once()
    {
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Leaving = frame => frame is OpResults ? null : frame;

        var write = map.Set("key", 1);

        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        Assert.Equal(1, _bench.Server.VersionOf("map", "key"));
        _bench.Server.Leaving = frame => frame;
        client.ReconnectNow();
        Assert.Equal(WriteEnding.Applied, (await write.Settled.Soon()).Ending);
        Assert.Equal(1, _bench.Server.VersionOf("map", "key"));
    }

    [Fact]
    public async Task A_batch_that_never_arrived_is_sent_again()
    {
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Arriving = frame => frame is not OpBatch;

        var write = map.Set("key", 1);

        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        _bench.Server.Arriving = _ => true;
        client.ReconnectNow();
        await write.Settled.Soon();
        Assert.Equal(1, _bench.Server.Get("map", "key"));
    }

    [Fact]
    public async Task Many_cuts_in_the_middle_of_everything_leave_each_write_done_once()
    {
        var cuts = 0;
        var frames = 0;
        _bench.Server.Leaving = frame => cuts < 200 && ++frames % 3 == 0 && ++cuts > 0 ? null : frame;
        var client = _bench.Open("replica.db");
        var map = client.GetMap("map");
        var writes = new List<PendingWrite>();
        var reconnecting = ReconnectAlwaysAsync(client);
        while (writes.Count < 400 || cuts < 200)
        {
            for (var i = 0; i < 2; i++) writes.Add(map.Set($"k{writes.Count % 7}", writes.Count));
            await writes[^1].Settled.Soon();
        }

        Assert.Equal(0, (await client.WhenSavedAsync().Soon()).Pending);
        Assert.All(writes, write => Assert.Equal(WriteEnding.Applied, write.Settled.Result.Ending));
        Assert.Equal(writes.Count, Enumerable.Range(0, 7).Max(i => _bench.Server.VersionOf("map", $"k{i}")));
        await client.DisposeAsync();
        await reconnecting.Soon();
    }

    [Fact, Trait("Invariant", "INV-REP-1")]
    public async Task A_write_that_the_device_can_not_store_fails_at_the_call_and_is_not_shown()
    {
        var store = new FailingStore(new MemoryReplicaStore("n1"));
        var client = _bench.Open(store: store);
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Set("key", "before").Settled.Soon();
        using var changes = map.Subscribe();
        store.Failing = change => change.PutOps.Count > 0;

        var error = Assert.Throws<TopGunClientException>(() => map.Set("key", "after"));

        Assert.Equal(ClientError.ReplicaFailed, error.Error);
        Assert.Equal("before", map.Get("key"));
        Assert.Equal(0, client.PendingCount);
        store.Failing = _ => false;
        await map.Set("other", "later").Settled.Soon();
        Assert.Equal("other", (await changes.FirstAsync().AsTask().Soon()).Key);
        Assert.Equal("before", _bench.Server.Get("map", "key"));
    }

    [Fact, Trait("Invariant", "INV-OPS-4")]
    public async Task What_can_not_be_noted_as_sent_is_not_sent()
    {
        var store = new FailingStore(new MemoryReplicaStore("n1"));
        var client = _bench.Open(store: store);
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        store.Failing = change => change.PutOps.Any(op => op is { FirstSentMs: not 0, IsSettled: false });

        var write = map.Set("key", 1);

        await client.DisconnectAsync(ConnectionReasonCode.ReplicaFailed);
        Assert.Empty(_bench.Server.Batches);
        Assert.Equal(1, map.Get("key"));
        store.Failing = _ => false;
        client.ReconnectNow();
        await write.Settled.Soon();
    }

    [Fact]
    public async Task What_the_device_could_not_take_from_the_server_comes_again()
    {
        var store = new FailingStore(new MemoryReplicaStore("n1"));
        var client = _bench.Open(store: store);
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        store.Failing = change => change.PutRecords.Count > 0;

        var write = map.Set("key", 1);

        await client.DisconnectAsync(ConnectionReasonCode.ReplicaFailed);
        Assert.Equal(1, map.Get("key"));
        store.Failing = _ => false;
        client.ReconnectNow();
        await client.WhenSyncedAsync().Soon();
        Assert.Equal(WriteEnding.Applied, (await write.Settled.Soon()).Ending);
        Assert.Equal(1, map.Get("key"));
    }

    [Fact]
    public async Task A_frame_that_comes_twice_counts_once()
    {
        List<ServerFrame> frames = [];
        _bench.Server.Leaving = frame =>
        {
            frames.Add(frame);
            return frame;
        };
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Set("key", 1).Settled.Soon();
        await map.Set("key", 2).Settled.Soon();

        // The server is still at the answer to which the result belongs; who asks it waits for that.
        Assert.Equal(2, _bench.Server.VersionOf("map", "key"));
        foreach (var frame in frames.ToArray()) _bench.Server.SendAll(frame);
        await map.Set("other", 3).Settled.Soon();

        Assert.Equal(2, map.Get("key"));
        Assert.Equal(0, client.PendingCount);
        Assert.Equal(1, _bench.Server.StreamsBegun);
    }

    [Fact]
    public async Task Two_devices_of_one_copied_file_lose_nothing()
    {
        var original = _bench.Open("one.db");
        await original.GetMap("map").Set("first", 1).Settled.Soon();
        await original.DisposeAsync();
        File.Copy(_bench.PathOf("one.db"), _bench.PathOf("two.db"));

        var one = _bench.Open("one.db");
        var two = _bench.Open("two.db");
        var writes = Enumerable.Range(0, 10).SelectMany(i => new[] { one.GetMap("map").Set($"one{i}", i), two.GetMap("map").Set($"two{i}", i) }).ToArray();

        Assert.Equal(one.NodeId, two.NodeId);
        Assert.Equal(2, writes.Select(write => write.Writer).Distinct().Count());
        Assert.All(await Task.WhenAll(writes.Select(write => write.Settled)).Soon(), result => Assert.Equal(WriteEnding.Applied, result.Ending));
        for (var i = 0; i < 10; i++) Assert.Equal((i, i), (Number(_bench.Server.Get("map", $"one{i}")), Number(_bench.Server.Get("map", $"two{i}"))));
    }

    [Fact]
    public async Task A_replica_restored_from_yesterdays_copy_catches_up_and_writes_on()
    {
        var today = _bench.Open("replica.db");
        await today.GetMap("map").Set("key", "yesterday").Settled.Soon();
        await today.DisposeAsync();
        File.Copy(_bench.PathOf("replica.db"), _bench.PathOf("copy.db"));
        today = _bench.Open("replica.db");
        await today.GetMap("map").Set("key", "today").Settled.Soon();
        await today.DisposeAsync();

        var restored = _bench.Open("copy.db");
        var map = restored.GetMap("map");
        var write = map.Set("other", "written after the restore");

        await write.Settled.Soon();
        await restored.WhenSyncedAsync().Soon();
        Assert.Equal("today", map.Get("key"));
        Assert.Equal("written after the restore", _bench.Server.Get("map", "other"));
    }

    [Fact]
    public async Task A_copy_with_an_unsent_write_settles_it_once_from_both_devices()
    {
        await using (var offline = _bench.OpenOffline("one.db")) offline.GetMap("map").Set("key", 1);
        File.Copy(_bench.PathOf("one.db"), _bench.PathOf("two.db"));

        await _bench.Open("one.db").WhenSavedAsync().Soon();
        await _bench.Open("two.db").WhenSavedAsync().Soon();

        Assert.Equal(1, _bench.Server.Get("map", "key"));
        Assert.Equal(1, _bench.Server.VersionOf("map", "key"));
    }

    [Fact]
    public async Task A_first_sync_of_many_pages_shows_everything()
    {
        var one = _bench.Open();
        var map = one.GetMap("map");
        for (var i = 0; i < 3_000; i++) map.Set($"k{i:d5}", Value.Object(("n", i)));
        await one.WhenSavedAsync().Soon();
        _bench.Server.PageBytes = 2_000;

        var two = _bench.Open("two.db");
        var theirs = two.GetMap("map");
        await two.WhenSyncedAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 3_000).Select(i => $"k{i:d5}"), theirs.Entries().Select(entry => entry.Key));
        Assert.Equal(["k02999"], theirs.Entries(after: "k02998").Select(entry => entry.Key));
        Assert.True(theirs.IsComplete);
    }

    private static async Task ReconnectAlwaysAsync(TopGunClient client)
    {
        await foreach (var state in client.StatesAsync())
            if (state.RetryAt is not null) client.ReconnectNow();
    }

    private static int Number(Value? value) => (int)((Int64Value)value!).Number;
}
