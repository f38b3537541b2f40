using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Access;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>Atomic groups as an application sees them.</summary>
public sealed class GroupTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_group_is_shown_at_once_is_one_op_and_takes_effect_as_one()
    {
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Set("a", Value.Object(("sum", 10), ("name", "A"))).Settled.Soon();
        await map.Set("gone", 1).Settled.Soon();

        var write = map.WriteAll(group => group
            .Patch("a", Value.Object(("sum", 5)))
            .Patch("b", patch => patch.Set("sum", 5).Erase("name"))
            .Set("c", "new")
            .Remove("gone"));

        Assert.Equal((Value.Object(("sum", 5), ("name", "A")), "new", null), (map.Get("a"), map.Get("c"), map.Get("gone")));
        Assert.Equal(["a", "b", "c", "gone"], write.Keys);
        Assert.Equal(WriteEnding.Applied, (await write.Settled.Soon()).Ending);
        Assert.Single(_bench.Server.Batches.SelectMany(batch => batch.Ops), op => op.IsGroup);
        var version = _bench.Server.VersionOf("map", "a");
        Assert.All(new[] { "b", "c", "gone" }, key => Assert.Equal(version, _bench.Server.VersionOf("map", key)));
        Assert.Equal(Value.Object(("sum", 5)), _bench.Server.Get("map", "b"));
    }

    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-REP-2")]
    public async Task A_refused_group_is_undone_as_a_whole_and_kept_as_one()
    {
        var client = _bench.Open("replica.db");
        var seats = client.GetMap<Seat>("seats");
        await client.WhenSyncedAsync().Soon();
        await seats.Set("A1", new Seat("free", 10)).Settled.Soon();
        await seats.Set("A2", new Seat("free", 10)).Settled.Soon();
        _bench.Server.Access = (_, _, action) => action != MapAction.Remove;
        await using var changes = seats.Subscribe().GetAsyncEnumerator();

        _bench.Server.Arriving = _ => false;
        var write = seats.WriteAll(group => group.Set("A1", new Seat("sold", 10)).Remove("A2").Set("A3", new Seat("free", 7)));
        var made = new[] { await NextAsync(changes), await NextAsync(changes), await NextAsync(changes) };
        _bench.Server.Arriving = _ => true;
        client.ReconnectNow();
        var rejection = (await write.Settled.Soon()).Rejection!;
        var undone = new[] { await NextAsync(changes), await NextAsync(changes), await NextAsync(changes) };

        Assert.All(made, change => Assert.Equal(ChangeOrigin.Local, change.Origin));
        Assert.All(undone, change => Assert.Equal(ChangeOrigin.Rollback, change.Origin));
        Assert.Equal(made.Select(change => (change.Key, change.RawBefore)).Order(), undone.Select(change => (change.Key, change.RawAfter)).Order());
        Assert.Equal((RejectionCode.Forbidden, "A2", true), (rejection.Code, rejection.Key, rejection.IsGroup));
        Assert.Equal(
            [new("A1", new Seat("sold", 10)), new("A2", null), new("A3", new Seat("free", 7))],
            seats.AttemptedAll(rejection).Select(attempt => KeyValuePair.Create(attempt.Key, attempt.Key == "A1" ? attempt.Value! with { Price = 10 } : attempt.Value)));
        Assert.Equal((new Seat("free", 10), new Seat("free", 10), null), (seats.Get("A1"), seats.Get("A2"), seats.Get("A3")));
        Assert.Equal(1, client.Rejections.Count);
    }

    [Fact]
    public async Task A_refused_group_is_in_the_inbox_after_a_restart_and_is_retried_amended()
    {
        long id;
        await using (var before = _bench.Open("replica.db"))
        {
            _bench.Server.Access = (_, _, action) => action == MapAction.Read;
            id = (await before.GetMap("map").WriteAll(group => group.Set("a", -1).Set("b", 2)).Settled.Soon()).Rejection!.Id;
            _bench.Server.Access = (_, _, _) => true;
        }

        var client = _bench.Open("replica.db");
        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal([new("a", Value.Of(-1)), new("b", Value.Of(2))], rejection.AttemptedValues);
        Assert.Equal(ClientError.InvalidWrite, Assert.Throws<TopGunClientException>(() => client.Rejections.Retry(id, 1)).Error);

        var again = client.Rejections.RetryAll(id, group =>
        {
            foreach (var (key, value) in rejection.AttemptedValues) group.Set(key, value is Int64Value { Number: < 0 } ? 0 : value);
        })!;

        Assert.Equal(0, client.Rejections.Count);
        Assert.Equal(WriteEnding.Applied, (await again.Settled.Soon()).Ending);
        Assert.Equal((Value.Of(0), Value.Of(2)), (_bench.Server.Get("map", "a"), _bench.Server.Get("map", "b")));
        Assert.Null(client.Rejections.RetryAll(id, group => group.Set("a", 1)));
    }

    [Fact]
    public async Task A_group_of_another_map_is_not_retried_in_this_one()
    {
        var client = _bench.Open();
        _bench.Server.Access = (_, _, action) => action == MapAction.Read;
        var id = (await client.GetMap("map").WriteAll(group => group.Set("a", 1).Set("b", 2)).Settled.Soon()).Rejection!.Id;

        Assert.Throws<ArgumentException>(() => client.GetMap<Seat>("seats").RetryAll(id, group => group.Remove("a")));
        Assert.Equal(1, client.Rejections.Count);
        Assert.True(client.Rejections.Discard(id));
    }

    [Fact]
    public async Task A_group_written_offline_is_there_after_a_restart_and_is_sent_then()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            before.GetMap("map").Set("a", Value.Object(("n", 1)));
            before.GetMap("map").WriteAll(group => group.Patch("a", Value.Object(("n", 2))).Set("b", 2));
            before.GetMap("map").Patch("a", Value.Object(("m", 3)));
        }

        var client = _bench.Open("replica.db");
        Assert.Equal((Value.Object(("n", 2), ("m", 3)), Value.Of(2)), (client.GetMap("map").Get("a"), client.GetMap("map").Get("b")));
        Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().Soon());

        Assert.Equal((Value.Object(("n", 2), ("m", 3)), Value.Of(2)), (_bench.Server.Get("map", "a"), _bench.Server.Get("map", "b")));
        Assert.Equal(_bench.Server.VersionOf("map", "b") + 1, _bench.Server.VersionOf("map", "a"));
    }

    [Fact]
    public void The_bounds_of_a_group_are_checked_at_the_call()
    {
        var map = _bench.OpenOffline().GetMap("map");

        AssertRefused(ClientError.InvalidWrite, "Group of 0 writes; 1 to 100 are accepted.", _ => { });
        AssertRefused(ClientError.InvalidWrite, "Two writes of a group have the same key; each is of another one.", group => group.Set("a", 1).Set("b", 1).Remove("a"));
        AssertRefused(ClientError.LimitExceeded, "Group of 101 writes; at most 100 are accepted.", group => Fill(group, 101, 1));
        AssertRefused(ClientError.LimitExceeded, "Group of 262,147 bytes; at most 262,144 are accepted.", group => Fill(group, 2, 131_067).Set("x", ""));
        AssertRefused(ClientError.LimitExceeded, "Key of 513 bytes; at most 512 are accepted.", group => group.Set("a", 1).Set(new string('k', 513), 1));
        Assert.Empty(map.Entries());

        map.WriteAll(group => Fill(group, 100, 1));
        map.WriteAll(group => Fill(group, 2, 131_067));
        map.WriteAll(group => group.Set("alone", 1));
        Assert.Equal(101, map.Entries().Count());

        void AssertRefused(ClientError error, string message, Action<GroupBuilder> build)
        {
            var refused = Assert.Throws<TopGunClientException>(() => map.WriteAll(build));
            Assert.Equal((error, message), (refused.Error, refused.Message));
        }
    }

    [Fact]
    public async Task A_server_that_takes_no_groups_is_known_at_the_call()
    {
        _bench.Server.Features = [];
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();

        var refused = Assert.Throws<TopGunClientException>(() => map.WriteAll(group => group.Set("a", 1).Set("b", 1)));

        Assert.Equal((ClientError.ServerTooOld, "The server takes no atomic groups."), (refused.Error, refused.Message));
        Assert.Null(map.Get("a"));
        Assert.Equal(WriteEnding.Applied, (await map.WriteAll(group => group.Set("alone", 1)).Settled.Soon()).Ending);
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public async Task A_group_that_was_written_before_that_was_known_goes_to_the_inbox_and_what_is_behind_it_goes_on()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            before.GetMap("map").WriteAll(group => group.Set("a", 1).Set("b", 1));
            before.GetMap("map").Set("c", 1);
        }

        _bench.Server.Features = [];
        var client = _bench.Open("replica.db");

        Assert.Equal(new SavedState(0, 1), await client.WhenSavedAsync().Soon());
        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal((RejectionCode.Unsupported, "The server takes no atomic groups.", 2), (rejection.Code, rejection.Reason, rejection.Writes.Count));
        Assert.Equal((null, null, Value.Of(1)), (_bench.Server.Get("map", "a"), client.GetMap("map").Get("b"), _bench.Server.Get("map", "c")));
        Assert.DoesNotContain(_bench.Server.Batches.SelectMany(batch => batch.Ops), op => op.IsGroup);
    }

    [Fact]
    public async Task A_group_that_is_given_up_never_takes_effect()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            var write = before.GetMap("map").WriteAll(group => group.Set("a", 1).Set("b", 1));
            Assert.True(write.GiveUp());
            Assert.Empty(before.GetMap("map").Entries());
        }

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        Assert.Equal((RejectionCode.GivenUp, 2), (Assert.Single(client.Rejections.List()).Code, client.Rejections.List()[0].Writes.Count));
        Assert.Null(_bench.Server.Get("map", "a"));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task What_a_restored_server_has_lost_of_a_group_comes_to_the_inbox_as_one()
    {
        await _bench.Open().GetMap("map").Set("first", 1).Settled.Soon();
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Leaving = frame => frame is ChangePage ? null : frame;
        await map.WriteAll(group => group.Set("a", 1).Set("b", 2)).Settled.Soon();
        _bench.Server.Leaving = frame => frame;

        _bench.Server.Restore();
        client.ReconnectNow();

        var rejection = await client.Rejections.ListenAsync().FirstAsync().AsTask().Soon();
        Assert.Equal((RejectionCode.LostByRestore, 2), (rejection.Code, rejection.Writes.Count));
        await client.PhaseAsync(ConnectionPhase.Synced);
        Assert.Equal((null, null), (map.Get("a"), map.Get("b")));
    }

    private static GroupBuilder Fill(GroupBuilder group, int writes, int length)
    {
        for (var i = 0; i < writes; i++) group.Set($"{i}", new string('x', length));
        return group;
    }

    private static async Task<MapChange<Seat>> NextAsync(IAsyncEnumerator<MapChange<Seat>> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        return changes.Current;
    }
}
