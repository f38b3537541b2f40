using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>Writes that say for how long their record is to live, as an application makes them.</summary>
public sealed class TtlTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public async Task A_ttl_is_kept_in_the_op_log_and_travels_with_each_kind_of_write()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            var offline = before.GetMap("map");
            offline.Set("a", Value.Object(("n", 1)), Minute);
            offline.Patch("b", Value.Object(("n", 1)), 2 * Minute);
            offline.WriteAll(group => group.Set("c", "text", 3 * Minute).Set("d", 1));
            Assert.Equal(Value.Object(("n", 1)), offline.Get("a"));
        }

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        var sent = _bench.Server.Batches.SelectMany(batch => batch.Ops).SelectMany(op => op.Writes).ToLookup(part => part.Write.Key, part => part.Write.TtlMs);
        Assert.Equal([60_000L, 120_000L, 180_000L, null], new[] { "a", "b", "c", "d" }.Select(key => sent[key].First()));
    }

    [Theory, Trait("Invariant", "INV-TTL-1")]
    [InlineData(999)]
    [InlineData(WriteRules.MaxTtlMs + 1)]
    public async Task A_ttl_out_of_its_bounds_is_refused_at_the_call(long ttlMs)
    {
        await using var client = _bench.OpenOffline("replica.db");

        var error = Assert.Throws<TopGunClientException>(() => client.GetMap("map").Set("a", 1, TimeSpan.FromMilliseconds(ttlMs)));

        Assert.Equal(ClientError.InvalidWrite, error.Error);
        Assert.Contains("1,000 to 315,360,000,000", error.Message, StringComparison.Ordinal);
        Assert.Null(client.GetMap("map").Get("a"));
    }

    [Fact]
    public async Task A_server_that_takes_none_gets_none()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("a", 1, Minute);
        _bench.Server.Features = [Features.Groups];

        var client = _bench.Open("replica.db");
        await client.WhenSavedAsync().Soon();

        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal((RejectionCode.Unsupported, "The server takes no writes with a ttl."), (rejection.Code, rejection.Reason));
        Assert.Equal(60_000, rejection.Write.TtlMs);
        Assert.Equal(ClientError.ServerTooOld, Assert.Throws<TopGunClientException>(() => client.GetMap("map").Set("b", 1, Minute)).Error);
        Assert.DoesNotContain(_bench.Server.Batches.SelectMany(batch => batch.Ops), op => op.Writes.Count > 0);
    }
}
