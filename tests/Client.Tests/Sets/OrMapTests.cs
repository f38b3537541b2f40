using TopGun.Client.Maps;
using TopGun.Client.Sets;
using TopGun.Core.Access;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Sets;

/// <summary>Sets as an application sees them.</summary>
public sealed class OrMapTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-SET-1")]
    public async Task Two_who_add_to_one_list_offline_both_keep_what_they_added()
    {
        var (one, other) = (_bench.Open("one.db").GetOrMap<string>("lists"), _bench.Open("other.db").GetOrMap<string>("lists"));
        _bench.Server.Refusing = _ => new(TopGun.Client.Connection.ConnectionReasonCode.Unreachable, "The network went away.");
        _bench.Server.CutAll();

        one.Add("shopping", "milk");
        other.Add("shopping", "bread");
        Assert.Equal(["milk"], one.Get("shopping"));

        _bench.Server.Refusing = _ => null;
        await ReconnectAsync();

        foreach (var client in _bench.Clients) await client.UntilAsync("lists", () => client.GetOrMap("lists").Get("shopping").Count == 2);
        Assert.Equal(["bread", "milk"], one.Get("shopping").Order());
        Assert.Equal(one.Get("shopping"), other.Get("shopping"));
    }

    [Fact, Trait("Invariant", "INV-SET-1"), Trait("Invariant", "INV-REP-2")]
    public async Task A_removal_offline_takes_what_was_seen_and_what_others_added_meanwhile_stays()
    {
        var one = _bench.Open("one.db").GetOrMap("map");
        var other = _bench.Open("other.db").GetOrMap("map");
        await ReconnectAsync();
        await one.Add("k", ["a", "b"]).Settled.Soon();
        await _bench.Clients[1].UntilAsync("map", () => other.Get("k").Count == 2);

        _bench.Server.Arriving = frame => frame is not OpBatch { Writer.NodeId: var node } || node != NodeOf(0);
        var removed = one.Clear("k");
        Assert.Empty(one.Get("k"));
        Assert.Equal(WriteEnding.Applied, (await other.Add("k", ["a", "c"]).Settled.Soon()).Ending);
        _bench.Server.Arriving = _ => true;
        await ReconnectAsync();

        Assert.Equal(WriteEnding.Applied, (await removed.Settled.Soon()).Ending);
        await _bench.Clients[0].UntilAsync("map", () => one.Get("k").Count == 2);
        Assert.Equal([Value.Of("a"), "c"], one.Get("k").OrderBy(element => element.ToString(), StringComparer.Ordinal));
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public async Task An_element_whose_add_still_waits_can_be_removed_over_restarts()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            before.GetOrMap("map").Add("k", "a");
            before.GetOrMap("map").Add("k", "b");
        }

        await using (var again = _bench.OpenOffline("replica.db"))
        {
            again.GetOrMap("map").Remove("k", "a");
            Assert.Equal(["b"], again.GetOrMap("map").Get("k"));
        }

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        Assert.Equal(Value.List("b"), _bench.Server.Get("map", "k"));
        Assert.Equal(["b"], client.GetOrMap("map").Get("k"));
        Assert.Empty(client.Rejections.List());
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public async Task A_removal_takes_out_what_was_there_before_a_refused_add_of_its_own()
    {
        var client = _bench.Open("replica.db");
        var map = client.GetOrMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Add("k", "milk").Settled.Soon();

        _bench.Server.Arriving = _ => false;
        var added = map.Add("k", "milk");
        var removed = map.Remove("k", "milk");
        _bench.Server.Access = (_, _, action) => action != MapAction.Put;
        _bench.Server.Arriving = _ => true;
        await ReconnectAsync();

        Assert.Equal(RejectionCode.Forbidden, (await added.Settled.Soon()).Rejection?.Code);
        Assert.Equal(WriteEnding.Applied, (await removed.Settled.Soon()).Ending);
        Assert.Null(_bench.Server.Get("map", "k"));
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public async Task A_refused_add_is_undone_told_and_retried()
    {
        var client = _bench.Open("replica.db");
        var map = client.GetOrMap<string>("map");
        await client.WhenSyncedAsync().Soon();
        await map.Add("k", "a").Settled.Soon();
        await using var changes = map.Subscribe().GetAsyncEnumerator();
        _bench.Server.Access = (_, _, action) => action != MapAction.Put;

        _bench.Server.Arriving = _ => false;
        var write = map.Add("k", ["a", "b"]);
        var made = await NextAsync(changes);
        _bench.Server.Arriving = _ => true;
        await ReconnectAsync();
        var rejection = (await write.Settled.Soon()).Rejection!;
        var undone = await NextAsync(changes);

        Assert.Equal((ChangeOrigin.Local, "b"), (made.Origin, Assert.Single(made.Added)));
        Assert.Equal((ChangeOrigin.Rollback, "b"), (undone.Origin, Assert.Single(undone.Removed)));
        Assert.Equal(["a", "b"], map.Attempted(rejection));
        Assert.Equal(["a"], map.Get("k"));

        _bench.Server.Access = (_, _, _) => true;
        await map.Raw.RetryAll(rejection.Id, group => group.Add("k", "c"))!.Settled.Soon();
        Assert.Equal(["a", "c"], map.Get("k"));
        Assert.Equal(0, client.Rejections.Count);
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_group_moves_an_element_from_one_set_to_another()
    {
        var client = _bench.Open("replica.db");
        var map = client.GetOrMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Add("todo", ["a", "b"]).Settled.Soon();

        await map.WriteAll(group => group.Remove("todo", "a").Add("done", "a")).Settled.Soon();

        Assert.Equal([Value.Of("b")], map.Get("todo"));
        Assert.Equal([Value.Of("a")], map.Get("done"));
        Assert.Equal(_bench.Server.VersionOf("map", "todo"), _bench.Server.VersionOf("map", "done"));
    }

    [Fact]
    public async Task Limits_are_told_at_the_call()
    {
        _bench.Server.Limits = SyncLimits.Default with { MaxSetElements = 2 };
        var client = _bench.Open("replica.db");
        await client.WhenSyncedAsync().Soon();

        var error = Assert.Throws<TopGunClientException>(() => client.GetOrMap("map").Add("k", [1, 2, 3]));

        Assert.Equal((ClientError.LimitExceeded, "Write of 3 elements; at most 2 are accepted."), (error.Error, error.Message));
        Assert.Empty(client.GetOrMap("map").Get("k"));
        Assert.Equal(ClientError.InvalidWrite, Assert.Throws<TopGunClientException>(() => client.GetOrMap("map").Add("k", Array.Empty<Value>())).Error);
    }

    [Fact]
    public async Task A_server_that_knows_no_sets_gets_none()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetOrMap("map").Add("k", "a");
        _bench.Server.Features = [Features.Groups, Features.Ttl];

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal((RejectionCode.Unsupported, "The server knows no sets."), (rejection.Code, rejection.Reason));
        Assert.Equal(ClientError.ServerTooOld, Assert.Throws<TopGunClientException>(() => client.GetOrMap("map").Add("k", "b")).Error);
        Assert.DoesNotContain(_bench.Server.Batches.SelectMany(batch => batch.Ops), op => op.Writes.Count > 0);
    }

    private static async Task<SetChange<string>> NextAsync(IAsyncEnumerator<SetChange<string>> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        return changes.Current;
    }

    private string NodeOf(int client) => _bench.Clients[client].NodeId;

    private async Task ReconnectAsync()
    {
        foreach (var client in _bench.Clients) client.ReconnectNow();
        foreach (var client in _bench.Clients)
        {
            await client.WhenSavedAsync().Soon();
            await client.WhenSyncedAsync().Soon();
        }
    }
}
