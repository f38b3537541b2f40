using TopGun.Client.Connection;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>A write at which the server ends every stream is found and parked in the inbox, and the others go on.</summary>
public sealed class PoisonTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory, Trait("Invariant", "INV-OPS-8")]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(40, 23)]
    [InlineData(40, 39)]
    public async Task It_is_found_among_those_that_travel_with_it(int writes, int poison)
    {
        await using (var before = _bench.OpenOffline("replica.db"))
            for (var i = 0; i < writes; i++) before.GetMap("map").Set($"k{i}", i == poison ? "poison" : "good");
        EndAt(poison);

        var client = _bench.Open("replica.db");
        await SavedAsync(client);

        var parked = Assert.Single(client.Rejections.List());
        Assert.Equal((RejectionCode.Poison, $"k{poison}"), (parked.Code, parked.Key));
        Assert.Contains("ended the stream", parked.Reason);
        for (var i = 0; i < writes; i++) Assert.Equal(i == poison ? null : Value.Of("good"), _bench.Server.Get("map", $"k{i}"));
        // Twice whole, then halved until it was alone, and some more for the number that follows.
        Assert.InRange(_bench.Server.StreamsBegun, 3, 12);
    }

    [Fact]
    public async Task Another_map_is_not_blamed_for_it()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            for (var i = 0; i < 10; i++) before.GetMap("calm").Set($"c{i}", "good");
            for (var i = 0; i < 10; i++) before.GetMap("map").Set($"k{i}", i == 4 ? "poison" : "good");
        }

        EndAt(4);
        var client = _bench.Open("replica.db");
        await SavedAsync(client);

        Assert.Equal("k4", Assert.Single(client.Rejections.List()).Key);
        for (var i = 0; i < 10; i++) Assert.Equal(Value.Of("good"), _bench.Server.Get("calm", $"c{i}"));
    }

    [Fact]
    public async Task A_network_that_goes_away_again_and_again_blames_no_write()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("k0", "poison");
        var cuts = 0;
        _bench.Server.Arriving = frame =>
        {
            if (frame is not OpBatch { Ops.Count: > 0 } || ++cuts > 8) return true;
            _bench.Server.CutAll();
            return false;
        };

        var client = _bench.Open("replica.db");
        await SavedAsync(client);

        Assert.Empty(client.Rejections.List());
        Assert.Equal(Value.Of("poison"), _bench.Server.Get("map", "k0"));
    }

    private void EndAt(int poison) => _bench.Server.Arriving = frame =>
    {
        if (frame is not OpBatch batch || !batch.Ops.Any(op => op.Writes.Any(part => part.Write is ValueWrite { Value: StringValue { Text: "poison" } }))) return true;
        _bench.Server.EndAll(new SyncError(ErrorCode.InvalidFrame, $"Key k{poison} can't be decoded."));
        return false;
    };

    // As an application that is brought to the foreground again and again: time stands still here, so no other attempt would come. Only
    // a wait is cut short: what is asked for before the first attempt would end a wait that nobody saw.
    private static async Task SavedAsync(TopGunClient client)
    {
        using var ending = new CancellationTokenSource();
        var reconnecting = Task.Run(async () =>
        {
            await foreach (var state in client.StatesAsync(ending.Token))
                if (state.RetryAt is not null) client.ReconnectNow();
        });
        await client.WhenSavedAsync().Soon();
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reconnecting);
    }
}
