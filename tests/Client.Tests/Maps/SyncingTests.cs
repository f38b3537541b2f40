using TopGun.Client.Maps;

namespace TopGun.Client.Tests.Maps;

/// <summary>The main road: a write of one device, at the server, on another device.</summary>
public sealed class SyncingTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_write_reaches_the_server_and_another_device()
    {
        var one = _bench.Open();
        var two = _bench.Open();
        var seats = one.GetMap<Seat>("seats");
        var theirs = two.GetMap<Seat>("seats");
        await two.WhenSyncedAsync().Soon();
        await using var changes = theirs.Subscribe().GetAsyncEnumerator();

        var write = seats.Set("A1", new Seat("free", 10));

        Assert.Equal(new Seat("free", 10), seats.Get("A1"));
        Assert.Equal(WriteEnding.Applied, (await write.Settled.Soon()).Ending);
        Assert.True(await changes.MoveNextAsync().AsTask().Soon());
        Assert.Equal(new Seat("free", 10), changes.Current.After);
        Assert.Equal(new Seat("free", 10), theirs.Get("A1"));
    }

    [Fact]
    public async Task Edits_of_different_fields_made_offline_both_survive()
    {
        var one = _bench.Open("one.db");
        var seats = one.GetMap<Seat>("seats");
        await seats.Set("A1", new Seat("free", 10)).Settled.Soon();
        var two = _bench.Open("two.db");
        var theirs = two.GetMap<Seat>("seats");
        await two.WhenSyncedAsync().Soon();

        _bench.Server.Refusing = _ => new(Client.Connection.ConnectionReasonCode.Unreachable, "No network.");
        _bench.Server.CutAll();
        var mine = seats.Patch("A1", patch => patch.Set("price", 12));
        var other = theirs.Patch("A1", patch => patch.Set("state", "sold"));
        _bench.Server.Refusing = _ => null;
        one.ReconnectNow();
        two.ReconnectNow();

        await mine.Settled.Soon();
        await other.Settled.Soon();
        await one.WhenSavedAsync().Soon();
        Assert.Equal(new Seat("sold", 12), Seat.Of(_bench.Server.Get("seats", "A1")));
    }
}
