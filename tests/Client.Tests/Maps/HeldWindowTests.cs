using TopGun.Client.Connection;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Maps;

/// <summary>Windows of maps that a client holds, with servers of several kinds.</summary>
public sealed class HeldWindowTests : IAsyncDisposable
{
    private static readonly MapQuery Dearest = MapQuery.All with { Sort = [new SortField(FieldPath.Of("price"), true)], Limit = 2 };

    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_older_server_is_not_asked_and_the_part_says_why_until_the_server_is_newer()
    {
        _bench.Server.Features = [.. _bench.Server.Features, Features.Query];
        await FillAsync();
        var client = _bench.Open("device.db");
        var seats = client.GetMap<Seat>("seats", Dearest);
        await client.WhenSyncedAsync().Soon();

        Assert.Equal(ErrorCode.VersionUnsupported, Assert.Single(seats.Parts).Refusal?.Code);
        Assert.Empty(seats.Entries());
        // What is written is sent all the same.
        await seats.Set("E", new Seat("free", 1)).Settled.Soon();

        _bench.Server.Features = [.. _bench.Server.Features, Features.Window];
        _bench.Server.CutAll();
        await client.PhaseAsync(ConnectionPhase.Disconnected);
        client.ReconnectNow();
        await client.WhenSyncedAsync().Soon();
        Assert.Null(Assert.Single(seats.Parts).Refusal);
        Assert.Equal(["D", "C"], seats.Raw.Query(Dearest).Rows.Select(row => row.Key));
    }

    [Fact]
    public async Task A_server_that_keeps_fewer_rows_is_not_asked_and_the_bound_is_named()
    {
        _bench.Server.Features = [.. _bench.Server.Features, Features.Query, Features.Window];
        _bench.Server.Limits = SyncLimits.Default with { MaxWindowRows = 1 };
        // Held before it is known what the server keeps.
        var offline = _bench.OpenOffline("device.db");
        offline.GetMap("seats", Dearest);
        await offline.DisposeAsync();
        var client = _bench.Open("device.db");
        var seats = client.GetMap("seats", Dearest);
        await client.WhenSyncedAsync().Soon();

        Assert.Equal(ErrorCode.LimitExceeded, Assert.Single(seats.Parts).Refusal?.Code);
        Assert.Contains("Limit of a part of 2; at most 1", seats.Parts[0].Refusal!.Message);
        var error = Assert.Throws<TopGunClientException>(() => seats.Hold(Dearest with { Limit = 3 }));
        Assert.Equal(ClientError.InvalidQuery, error.Error);
        Assert.Contains("3; at most 1", error.Message);
    }

    [Fact, Trait("Invariant", "INV-QRY-4")]
    public async Task A_window_is_in_the_file_and_goes_on_from_there()
    {
        _bench.Server.Features = [.. _bench.Server.Features, Features.Query, Features.Window];
        await FillAsync();
        var page = Dearest with { After = new QueryPosition([40L], "D"), Fields = [FieldPath.Of("state")] };
        var device = _bench.Open("device.db");
        device.GetMap("seats", Dearest);
        device.GetMap("seats", page);
        await device.WhenSyncedAsync().Soon();
        await device.DisposeAsync();

        var offline = _bench.OpenOffline("device.db");
        var seats = offline.GetMap("seats", page);
        Assert.Equal([Dearest, page], seats.Parts.Select(part => part.Query));
        Assert.Equal(["D", "C"], seats.Query(Dearest).Rows.Select(row => row.Key));
        Assert.Equal(["C", "B"], seats.Query(page).Rows.Select(row => row.Key));
        // Of B the price is known, since the order looks at it, and C is held whole by the other part.
        Assert.Equal([false, true, false], ((string[])["D", "B", "C"]).Select(seats.IsPartial));
        await offline.DisposeAsync();

        List<WindowRow> presented = [];
        var carried = 0;
        _bench.Server.Arriving = frame =>
        {
            if (frame is Subscribe subscribe) presented.AddRange(subscribe.Window);
            return true;
        };
        _bench.Server.Leaving = frame =>
        {
            if (frame is ChangePage changes) carried += changes.Records.Count;
            return frame;
        };
        var again = _bench.Open("device.db");
        again.GetMap("seats", page);
        await again.WhenSyncedAsync().Soon();
        Assert.Equal(["D", "C", "C", "B"], presented.Select(row => row.Key).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(0, carried);
    }

    private async Task FillAsync()
    {
        var client = _bench.Open(token: "bob");
        var seats = client.GetMap<Seat>("seats");
        foreach (var (key, price) in new[] { ("A", 10), ("B", 20), ("C", 30), ("D", 40) }) seats.Set(key, new Seat("free", price));
        await client.WhenSavedAsync().Soon();
        await client.DisposeAsync();
    }
}
