using TopGun.Core.Access;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>What changes, as an application follows it.</summary>
public sealed class SubscriptionTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Changes_are_collected_from_the_call_on()
    {
        var map = _bench.OpenOffline().GetMap("map");
        map.Set("key", 1);

        var changes = map.Subscribe();
        map.Set("key", 2);

        var change = await changes.FirstAsync().AsTask().Soon();
        Assert.Equal(new ValueChange("map", "key", 1, 2, ChangeOrigin.Local), change);
    }

    [Fact]
    public async Task A_slow_reader_finds_one_change_for_each_key()
    {
        var map = _bench.OpenOffline().GetMap("map");
        map.Set("a", 0);
        using var changes = map.Subscribe();
        for (var i = 1; i <= 1_000; i++) map.Set(i % 2 == 0 ? "a" : "b", i);
        map.Set("c", 1);
        map.Remove("c");

        await using var reader = changes.GetAsyncEnumerator();

        Assert.True(await reader.MoveNextAsync().AsTask().Soon());
        Assert.Equal(new ValueChange("map", "b", null, 999, ChangeOrigin.Local), reader.Current);
        Assert.True(await reader.MoveNextAsync().AsTask().Soon());
        Assert.Equal(new ValueChange("map", "a", 0, 1_000, ChangeOrigin.Local), reader.Current);
        map.Set("d", 1);
        Assert.True(await reader.MoveNextAsync().AsTask().Soon());
        Assert.Equal("d", reader.Current.Key);
    }

    [Fact]
    public async Task Changes_of_others_say_so()
    {
        var client = _bench.Open();
        using var changes = client.GetMap("map").Subscribe();
        await client.WhenSyncedAsync().Soon();

        _bench.Open().GetMap("map").Set("key", 1);

        var change = await changes.FirstAsync().AsTask().Soon();
        Assert.Equal(new ValueChange("map", "key", null, 1, ChangeOrigin.Remote), change);
    }

    [Fact]
    public async Task A_change_that_does_not_fit_the_type_does_not_end_the_subscription()
    {
        var client = _bench.OpenOffline();
        var seats = client.GetMap<Seat>("seats");
        await using var changes = seats.Subscribe().GetAsyncEnumerator();
        seats.Raw.Set("bad", "not a seat");

        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => changes.Current.After);
        Assert.Equal(Value.Of("not a seat"), changes.Current.RawAfter);
        seats.Set("good", new Seat("free", 1));
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        Assert.Equal(new Seat("free", 1), changes.Current.After);
    }

    [Fact]
    public async Task It_ends_with_its_client_its_token_or_its_disposal()
    {
        var client = _bench.OpenOffline();
        var map = client.GetMap("map");
        map.Set("key", 1);
        using var cancelled = new CancellationTokenSource();
        var byToken = map.Subscribe(cancelled.Token).CountAsync().AsTask();
        var disposed = map.Subscribe();
        var byDisposal = disposed.CountAsync().AsTask();
        using var read = map.Subscribe();
        map.Set("key", 2);
        await read.FirstAsync();
        var byClient = map.Subscribe().CountAsync().AsTask();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => byToken.Soon());
        disposed.Dispose();
        await client.DisposeAsync();

        Assert.Equal(0, await read.CountAsync().AsTask().Soon());
        Assert.Equal(1, await byDisposal.Soon());
        Assert.Equal(0, await byClient.Soon());
        Assert.Throws<ObjectDisposedException>(() => map.Get("key"));
    }

    [Fact]
    public async Task A_map_that_may_not_be_read_is_still_written()
    {
        _bench.Server.Access = (_, map, action) => map != "hidden" || action == MapAction.Put;
        var client = _bench.Open();
        var hidden = client.GetMap("hidden");
        client.GetMap("open");

        await client.WhenSyncedAsync().Soon();
        await hidden.Set("key", 1).Settled.Soon();

        Assert.Equal(1, _bench.Server.Get("hidden", "key"));
        Assert.Equal(Core.Sync.ErrorCode.Forbidden, hidden.Refusal?.Code);
    }
}
