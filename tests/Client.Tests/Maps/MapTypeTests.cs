using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>What a client knows of the types of maps, and what it does where a map is taken for another than it is.</summary>
public sealed class MapTypeTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task Another_use_is_an_exception_where_the_replica_knows_and_a_rejection_where_it_does_not()
    {
        await using (var offline = _bench.OpenOffline("late.db")) offline.GetOrMap("map").Add("k", "a");
        var first = _bench.Open("first.db");
        await first.WhenSyncedAsync().Soon();
        await first.GetCounters("map").Add("k", 1).Settled.Soon();

        var late = _bench.Open("late.db");
        await late.WhenSavedAsync().Soon();
        Assert.Equal(RejectionCode.TypeMismatch, Assert.Single(late.Rejections.List()).Code);
        late.GetCounters("map");
        await late.WhenSyncedAsync().Soon();

        foreach (var act in new Action[]
        {
            () => late.GetOrMap("map").Add("k", "a"), () => late.GetMap("map").Set("k", 1), () => late.GetOrMap("map").Get("k"), () => late.GetMap("map").Remove("k"),
            () => late.GetMap("map").WriteAll(group => group.Set("k", 1).Set("l", 2)), () => late.Rejections.Retry(late.Rejections.List()[0].Id, "a"),
        })
            Assert.Equal(ClientError.TypeMismatch, Assert.Throws<TopGunClientException>(act).Error);
        Assert.Equal(1, late.GetCounters("map").Get("k"));
        Assert.Equal(Value.Of(1), late.GetMap("map").Get("k"));
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task The_type_is_known_after_a_restart_offline_and_when_nothing_is_in_the_map()
    {
        await using (var client = _bench.Open("replica.db"))
        {
            var map = client.GetCounters("map");
            await client.WhenSyncedAsync().Soon();
            await map.Add("k", 1).Settled.Soon();
            await map.Remove("k").Settled.Soon();
        }

        await using var offline = _bench.OpenOffline("replica.db");
        Assert.Empty(offline.GetCounters("map").Entries());
        Assert.Equal(ClientError.TypeMismatch, Assert.Throws<TopGunClientException>(() => offline.GetMap("map").Set("k", 1)).Error);
        // One that never held anything of it learns it from the server.
        var fresh = _bench.Open("fresh.db");
        fresh.GetCounters("map");
        await fresh.WhenSyncedAsync().Soon();
        Assert.Equal(ClientError.TypeMismatch, Assert.Throws<TopGunClientException>(() => fresh.GetOrMap("map").Add("k", 1)).Error);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task What_the_application_began_with_offline_counts_until_the_server_says_something_else()
    {
        await using var client = _bench.OpenOffline("replica.db");
        var write = client.GetOrMap("map").Add("k", "a");

        var error = Assert.Throws<TopGunClientException>(() => client.GetCounters("map").Add("k", 1));
        Assert.Equal((ClientError.TypeMismatch, "Map map is of type OrMap, and the write is for one of type PnCounter. A map's first change decides its type; take a map of another name."), (error.Error, error.Message));

        write.GiveUp();
        client.GetCounters("map").Add("k", 1);
        Assert.Equal(1, client.GetCounters("map").Get("k"));
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task A_server_that_lost_the_map_may_give_it_another_type()
    {
        var client = _bench.Open("replica.db");
        client.GetCounters("map");
        await client.WhenSyncedAsync().Soon();
        await client.GetCounters("map").Add("k", 1).Settled.Soon();

        var gone = client.UntilAsync("map", () => !client.GetCounters("map").Contains("k"));
        _bench.Server.Restore();
        client.ReconnectNow();
        await gone;
        await client.WhenSyncedAsync().Soon();

        await client.GetOrMap("map").Add("k", "a").Settled.Soon();
        Assert.Equal(Value.List("a"), _bench.Server.Get("map", "k"));
    }
}
