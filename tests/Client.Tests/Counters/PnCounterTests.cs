using TopGun.Client.Connection;
using TopGun.Client.Counters;
using TopGun.Client.Maps;
using TopGun.Core.Access;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Counters;

/// <summary>Counters as an application sees them.</summary>
public sealed class PnCounterTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-CNT-1"), Trait("Invariant", "INV-REP-2")]
    public async Task Deltas_of_several_devices_add_up_and_are_shown_at_once()
    {
        var (one, other) = (_bench.Open("one.db").GetCounters("likes"), _bench.Open("other.db").GetCounters("likes"));
        await InStepAsync();
        await one.Add("post", 5).Settled.Soon();
        await _bench.Clients[1].UntilAsync("likes", () => other.Get("post") == 5);

        _bench.Server.Refusing = _ => new(ConnectionReasonCode.Unreachable, "The network went away.");
        _bench.Server.CutAll();
        one.Add("post", 2);
        one.Add("post", -1);
        other.Add("post", 10);
        Assert.Equal((6, 15), (one.Get("post"), other.Get("post")));
        Assert.True(one.IsPending("post"));

        _bench.Server.Refusing = _ => null;
        await InStepAsync();
        foreach (var client in _bench.Clients) await client.UntilAsync("likes", () => client.GetCounters("likes").Get("post") == 16);

        Assert.Equal(Value.Of(16), _bench.Server.Get("likes", "post"));
    }

    [Fact, Trait("Invariant", "INV-CNT-1"), Trait("Invariant", "INV-OPS-1")]
    public async Task A_delta_whose_result_was_lost_counts_once_also_after_a_restart()
    {
        await using (var before = _bench.Open("replica.db"))
        {
            await before.WhenSyncedAsync().Soon();
            _bench.Server.Leaving = frame => frame is OpResults ? null : frame;
            before.GetCounters("likes").Add("post", 1);
            while (_bench.Server.Get("likes", "post") is null) await Task.Yield();
            Assert.Equal(1, before.GetCounters("likes").Get("post"));
        }

        _bench.Server.Leaving = frame => frame;
        var client = _bench.Open("replica.db");
        Assert.Equal(1, client.GetCounters("likes").Get("post"));
        await client.WhenSavedAsync().Soon();
        await client.WhenSyncedAsync().Soon();

        Assert.Equal(1, client.GetCounters("likes").Get("post"));
        Assert.Equal(Value.Of(1), _bench.Server.Get("likes", "post"));
    }

    [Fact, Trait("Invariant", "INV-CNT-2")]
    public async Task A_removal_is_superseded_when_others_have_counted_since()
    {
        var (one, other) = (_bench.Open("one.db").GetCounters("likes"), _bench.Open("other.db").GetCounters("likes"));
        await InStepAsync();
        await one.Add("post", 5).Settled.Soon();

        _bench.Server.Arriving = frame => frame is not OpBatch { Writer.NodeId: var node } || node != _bench.Clients[0].NodeId;
        var removed = one.Remove("post");
        Assert.False(one.Contains("post"));
        await other.Add("post", 1).Settled.Soon();
        _bench.Server.Arriving = _ => true;
        await InStepAsync();

        Assert.Equal(WriteEnding.Superseded, (await removed.Settled.Soon()).Ending);
        await _bench.Clients[0].UntilAsync("likes", () => one.Get("post") == 6);
        Assert.Equal(6, other.Get("post"));
        await one.Remove("post").Settled.Soon();
        await _bench.Clients[1].UntilAsync("likes", () => !other.Contains("post"));
        Assert.Equal(0, other.Get("post"));
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public async Task A_refused_delta_is_undone_told_and_retried()
    {
        var client = _bench.Open("replica.db");
        var map = client.GetCounters("stock");
        await client.WhenSyncedAsync().Soon();
        await map.Add("bolt", 3).Settled.Soon();
        await using var changes = map.Subscribe().GetAsyncEnumerator();
        _bench.Server.Access = (_, _, action) => action != MapAction.Put;
        _bench.Server.Arriving = _ => false;
        var write = map.Add("bolt", -2);
        Assert.Equal(new CounterChange("bolt", 3, 1, ChangeOrigin.Local), await NextAsync(changes));

        _bench.Server.Arriving = _ => true;
        await InStepAsync();

        var rejection = (await write.Settled.Soon()).Rejection!;
        Assert.Equal(new CounterChange("bolt", 1, 3, ChangeOrigin.Rollback), await NextAsync(changes));
        Assert.Equal((RejectionCode.Forbidden, Value.Of(-2)), (rejection.Code, rejection.AttemptedValue));
        _bench.Server.Access = (_, _, _) => true;
        await map.RetryAll(rejection.Id, group => group.Add("bolt", -1))!.Settled.Soon();
        Assert.Equal((2, 0), (map.Get("bolt"), client.Rejections.Count));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_group_counts_from_one_to_another_and_both_lie_in_the_map()
    {
        var client = _bench.Open("replica.db");
        var map = client.GetCounters("stock");
        await client.WhenSyncedAsync().Soon();
        await map.WriteAll(group => group.Add("shelf", -3).Add("cart", 3)).Settled.Soon();

        Assert.Equal([new("cart", 3), new("shelf", -3)], map.Entries());
        Assert.Equal(_bench.Server.VersionOf("stock", "cart"), _bench.Server.VersionOf("stock", "shelf"));
    }

    [Fact]
    public async Task What_can_not_be_counted_is_told_at_the_call()
    {
        await using var client = _bench.OpenOffline("replica.db");
        var map = client.GetCounters("likes");
        map.Add("k", long.MaxValue);

        var error = Assert.Throws<TopGunClientException>(() => map.Add("k", 1));

        Assert.Equal((ClientError.LimitExceeded, "The counter is at 9223372036854775807; with 1 it would leave the range of 64 bits."), (error.Error, error.Message));
        Assert.Equal(ClientError.InvalidWrite, Assert.Throws<TopGunClientException>(() => map.Add("k", 0)).Error);
        Assert.Equal(long.MaxValue, map.Get("k"));
    }

    private static async Task<CounterChange> NextAsync(IAsyncEnumerator<CounterChange> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        return changes.Current;
    }

    private async Task InStepAsync()
    {
        foreach (var client in _bench.Clients) client.ReconnectNow();
        foreach (var client in _bench.Clients)
        {
            await client.WhenSavedAsync().Soon();
            await client.WhenSyncedAsync().Soon();
        }
    }
}
