using TopGun.Client.Maps;
using TopGun.Client.Tests.Maps;
using TopGun.Core.Access;
using TopGun.Core.Replicas;

namespace TopGun.Client.Tests.Rejections;

/// <summary>What the server refuses is undone, and kept for the user.</summary>
public sealed class RejectionInboxTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-REP-2")]
    public async Task A_refused_write_is_undone_in_sight_and_kept()
    {
        var client = _bench.Open();
        var seats = client.GetMap<Seat>("seats");
        await client.WhenSyncedAsync().Soon();
        await seats.Set("A1", new Seat("free", 10)).Settled.Soon();
        await using var changes = seats.Subscribe().GetAsyncEnumerator();
        Refuse();

        // Read before the next can happen, so that the reader sees both.
        _bench.Server.Arriving = _ => false;
        var write = seats.Set("A1", new Seat("sold", 10));
        await changes.MoveNextAsync().AsTask().Soon();
        Assert.Equal((ChangeOrigin.Local, "sold"), (changes.Current.Origin, changes.Current.After!.State));
        _bench.Server.Arriving = _ => true;
        client.ReconnectNow();

        var result = await write.Settled.Soon();
        Assert.Equal(WriteEnding.Rejected, result.Ending);
        Assert.Equal(RejectionCode.Forbidden, result.Rejection!.Code);
        await changes.MoveNextAsync().AsTask().Soon();
        Assert.Equal((ChangeOrigin.Rollback, "free"), (changes.Current.Origin, changes.Current.After!.State));
        Assert.Equal(new Seat("free", 10), seats.Get("A1"));
        Assert.Equal([result.Rejection], client.Rejections.List());
        Assert.Equal(new SavedState(0, 1), await client.WhenSavedAsync().Soon());
    }

    [Fact]
    public async Task Other_writes_go_on_behind_a_refused_one()
    {
        // Written before the client knows the server's limits, so only the server can refuse it.
        await using (var offline = _bench.OpenOffline("replica.db"))
        {
            offline.GetMap("map").Set("big", new string('x', 100));
            offline.GetMap("map").Set("small", 1);
        }

        _bench.Server.Limits = _bench.Server.Limits with { MaxValueBytes = 20 };
        var client = _bench.Open("replica.db");

        Assert.Equal(new SavedState(0, 1), await client.WhenSavedAsync().Soon());
        Assert.Equal(RejectionCode.TooLarge, Assert.Single(client.Rejections.List()).Code);
        Assert.Null(client.GetMap("map").Get("big"));
        Assert.Equal(1, _bench.Server.Get("map", "small"));
    }

    [Fact]
    public async Task The_inbox_survives_a_restart()
    {
        await RejectOneAsync("replica.db");

        await using var client = _bench.OpenOffline("replica.db");

        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal("refused", Assert.IsType<Core.Values.StringValue>(rejection.AttemptedValue).Text);
        Assert.True(client.Rejections.Discard(rejection.Id));
        Assert.False(client.Rejections.Discard(rejection.Id));
        Assert.Equal(0, client.Rejections.Count);
    }

    [Fact]
    public async Task Each_subscriber_gets_each_rejection_once_also_what_came_while_nobody_listened()
    {
        await RejectOneAsync("replica.db");
        var client = _bench.Open("replica.db");
        var map = client.GetMap("map");
        await using var first = client.Rejections.ListenAsync().GetAsyncEnumerator();
        await using var second = client.Rejections.ListenAsync(map: "map").GetAsyncEnumerator();
        await using var other = client.Rejections.ListenAsync(map: "other").GetAsyncEnumerator();

        Assert.Equal("refused", Attempt(await NextAsync(first)));
        Assert.Equal("refused", Attempt(await NextAsync(second)));
        await map.Set("key", "refused too").Settled.Soon();
        await client.GetMap("other").Set("key", "elsewhere").Settled.Soon();

        Assert.Equal("refused too", Attempt(await NextAsync(second)));
        Assert.Equal("refused too", Attempt(await NextAsync(first)));
        Assert.Equal("elsewhere", Attempt(await NextAsync(first)));
        Assert.Equal("elsewhere", Attempt(await NextAsync(other)));
    }

    [Fact]
    public async Task A_retry_writes_the_amended_value_and_empties_the_inbox()
    {
        var client = _bench.Open();
        var seats = client.GetMap<Seat>("seats");
        Refuse();
        var rejection = (await seats.Set("A1", new Seat("sold", -1)).Settled.Soon()).Rejection!;
        _bench.Server.Access = (_, _, _) => true;

        Assert.Equal(new Seat("sold", -1), seats.Attempted(rejection));
        var again = seats.Retry(rejection.Id, new Seat("sold", 1))!;

        Assert.Equal(0, client.Rejections.Count);
        Assert.Equal(WriteEnding.Applied, (await again.Settled.Soon()).Ending);
        Assert.Equal(new Seat("sold", 1), seats.Get("A1"));
        Assert.Null(seats.Retry(rejection.Id, new Seat("sold", 2)));
    }

    [Fact]
    public async Task A_rejection_is_retried_in_its_own_map()
    {
        Refuse();
        var client = _bench.Open();
        var rejection = (await client.GetMap<long>("numbers").Set("key", 1).Settled.Soon()).Rejection!;

        Assert.Throws<ArgumentException>(() => client.GetMap<Seat>("seats").Retry(rejection.Id, new Seat("free", 1)));
        Assert.Equal(1, client.Rejections.Count);
    }

    [Fact]
    public async Task A_write_that_is_given_up_is_no_longer_shown_and_ends_in_the_inbox()
    {
        await using (var offline = _bench.OpenOffline("replica.db"))
        {
            var write = offline.GetMap("map").Set("key", "a mistake");
            Assert.True(write.GiveUp());
            Assert.Null(offline.GetMap("map").Get("key"));
            Assert.Equal(1, offline.PendingCount);
        }

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        Assert.Equal(RejectionCode.GivenUp, Assert.Single(client.Rejections.List()).Code);
        Assert.Null(_bench.Server.Get("map", "key"));
    }

    [Fact]
    public async Task A_settled_write_can_not_be_given_up()
    {
        var write = _bench.Open().GetMap("map").Set("key", 1);
        await write.Settled.Soon();

        Assert.False(write.GiveUp());
    }

    [Fact]
    public async Task What_a_restored_server_has_lost_comes_to_the_inbox()
    {
        await _bench.Open().GetMap("map").Set("first", 1).Settled.Soon();
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Leaving = frame => frame is Core.Sync.ChangePage ? null : frame;
        await map.Set("key", "lost").Settled.Soon();
        _bench.Server.Leaving = frame => frame;

        _bench.Server.Restore();
        client.ReconnectNow();

        var rejection = await client.Rejections.ListenAsync().FirstAsync().AsTask().Soon();
        Assert.Equal(RejectionCode.LostByRestore, rejection.Code);
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public async Task What_a_restored_server_lost_of_what_was_held_can_be_written_again()
    {
        var client = _bench.Open("held.db");
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        await using var changes = map.Subscribe().GetAsyncEnumerator();
        var other = _bench.Open(token: "alice");
        await other.GetMap("map").Set("key", "held").Settled.Soon();
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        Assert.Equal(Core.Values.Value.Of("held"), map.Get("key"));
        await other.DisposeAsync();

        _bench.Server.Restore();
        client.ReconnectNow();

        var rejection = await client.Rejections.ListenAsync().FirstAsync(rejection => rejection.Key == "key").AsTask().Soon();
        Assert.Equal((RejectionCode.LostByRestore, "held"), (rejection.Code, Attempt(rejection)));
        Assert.True(rejection.HeldVersion > 0);
        Assert.Null(map.Get("key"));
        await client.Rejections.Retry(rejection.Id, rejection.AttemptedValue)!.Settled.Soon();
        Assert.Equal(Core.Values.Value.Of("held"), map.Get("key"));
        Assert.DoesNotContain(client.Rejections.List(), other => other.Id == rejection.Id);
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public async Task What_was_lost_of_sets_and_counters_is_written_again_as_what_is_missing_and_not_as_a_value()
    {
        var client = _bench.Open("held.db");
        var (tags, stock) = (client.GetOrMap("tags"), client.GetCounters("stock"));
        await client.WhenSyncedAsync().Soon();
        var other = _bench.Open(token: "alice");
        await other.GetOrMap("tags").Add("k", ["a", "b"]).Settled.Soon();
        await other.GetCounters("stock").Add("k", 5).Settled.Soon();
        await client.UntilAsync("tags", () => tags.Get("k").Count == 2);
        await client.UntilAsync("stock", () => stock.Get("k") == 5);
        await other.DisposeAsync();

        _bench.Server.Restore();
        client.ReconnectNow();
        await using (var rejections = client.Rejections.ListenAsync().GetAsyncEnumerator())
        {
            await NextAsync(rejections);
            await NextAsync(rejections);
        }

        // The server has neither map any more, and what the inbox says of them is on the disk.
        await client.DisposeAsync();
        client = _bench.Open("held.db");
        (tags, stock) = (client.GetOrMap("tags"), client.GetCounters("stock"));
        await client.WhenSyncedAsync().Soon();
        var (set, counter) = (client.Rejections.List().Single(lost => lost.Map == "tags"), client.Rejections.List().Single(lost => lost.Map == "stock"));
        Assert.True(set.HeldVersion > 0 && counter.HeldVersion > 0);
        foreach (var lost in (Rejection[])[set, counter])
        {
            var error = Assert.Throws<TopGunClientException>(() => client.Rejections.Retry(lost.Id, lost.AttemptedValue));
            Assert.Equal(ClientError.TypeMismatch, error.Error);
            Assert.Contains($"Rejection {lost.Id} has all that key k held: work out what is missing", error.Message);
        }

        // Somebody else has counted meanwhile, and so the server knows the map.
        await stock.Add("k", 3).Settled.Soon();
        Assert.Throws<TopGunClientException>(() => client.Rejections.Retry(counter.Id, counter.AttemptedValue));
        var missing = Assert.IsType<Core.Values.ListValue>(set.AttemptedValue).Items.Except(tags.Get("k"));
        Assert.Equal(WriteEnding.Applied, (await tags.RetryAll(set.Id, group => group.Add("k", missing))!.Settled.Soon()).Ending);
        Assert.Equal(WriteEnding.Applied, (await stock.RetryAll(counter.Id, group => group.Add("k", 5))!.Settled.Soon()).Ending);
        Assert.Equal((2, 8), (tags.Get("k").Count, stock.Get("k")));
        Assert.Empty(client.Rejections.List());
    }

    private static async Task<Rejection> NextAsync(IAsyncEnumerator<Rejection> listener)
    {
        Assert.True(await listener.MoveNextAsync().AsTask().Soon());
        return listener.Current;
    }

    private static string Attempt(Rejection rejection) => Assert.IsType<Core.Values.StringValue>(rejection.AttemptedValue).Text;

    private void Refuse() => _bench.Server.Access = (_, _, action) => action == MapAction.Read;

    private async Task RejectOneAsync(string file)
    {
        Refuse();
        await using var client = _bench.Open(file);
        await client.GetMap("map").Set("key", "refused").Settled.Soon();
    }
}
