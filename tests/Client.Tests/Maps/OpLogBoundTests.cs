using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>How much may wait for the server is bounded, and what is over the bound is not written.</summary>
public sealed class OpLogBoundTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-OPS-6")]
    public void One_write_too_many_is_refused_and_neither_shown_nor_stored()
    {
        var client = _bench.Open(new TopGunClientOptions { ReplicaFile = _bench.PathOf("replica.db"), MaxPendingWrites = 2 });
        var map = client.GetMap("map");
        map.Set("a", 1);
        map.Set("b", 2);

        var error = Assert.Throws<TopGunClientException>(() => map.Set("c", 3));

        Assert.Equal(ClientError.OpLogFull, error.Error);
        Assert.Contains("2 writes wait", error.Message);
        Assert.Contains("MaxPendingWrites", error.Message);
        Assert.Null(map.Get("c"));
        Assert.Equal(2, client.PendingCount);
    }

    [Fact]
    public void Bytes_are_bounded_too_and_the_write_that_passes_the_bound_is_the_last()
    {
        var map = _bench.Open(new TopGunClientOptions { MaxPendingBytes = 10_000 }).GetMap("map");
        map.Set("a", new string('x', 20_000));

        var error = Assert.Throws<TopGunClientException>(() => map.Set("b", 1));

        Assert.Equal(ClientError.OpLogFull, error.Error);
        Assert.Contains("10,000", error.Message);
    }

    [Fact]
    public async Task What_was_written_before_counts_after_a_restart()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("a", 1);

        var map = _bench.Open(new TopGunClientOptions { ReplicaFile = _bench.PathOf("replica.db"), MaxPendingWrites = 1 }).GetMap("map");

        Assert.Equal(ClientError.OpLogFull, Assert.Throws<TopGunClientException>(() => map.Set("b", 1)).Error);
    }

    [Fact]
    public async Task Who_would_rather_wait_writes_when_the_server_has_answered()
    {
        _bench.Server.IsMute = true;
        var client = _bench.Open(new TopGunClientOptions
        {
            Way = _bench.Server.Way(), Transport = TopGun.Client.Connection.TransportMode.Streaming, Token = "alice", TimeProvider = _bench.Time, MaxPendingWrites = 1,
        });
        var map = client.GetMap("map");
        map.Set("a", 1);
        var second = client.WhenRoomAsync(() => map.Set("b", 2));
        Assert.False(second.IsCompleted);
        Assert.Null(map.Get("b"));

        _bench.Server.IsMute = false;
        _bench.Server.CutAll();
        client.ReconnectNow();

        await (await second.Soon()).Settled.Soon();
        Assert.Equal(Value.Of(2), _bench.Server.Get("map", "b"));
    }

    [Fact]
    public async Task Without_a_server_nobody_waits_for_ever()
    {
        var client = _bench.Open(new TopGunClientOptions { MaxPendingWrites = 1 });
        client.GetMap("map").Set("a", 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.WhenRoomAsync(() => client.GetMap("map").Set("b", 2)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_000_001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, (1L << 40) + 1)]
    public void A_bound_out_of_its_range_is_named(int writes, long bytes)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => TopGunClient.Open(new TopGunClientOptions { MaxPendingWrites = writes, MaxPendingBytes = bytes }));

        Assert.Contains("it must be 1 to", error.Message);
    }
}
