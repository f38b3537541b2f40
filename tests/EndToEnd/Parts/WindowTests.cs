using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Queries;
using TopGun.EndToEnd.Difference;
using TopGun.EndToEnd.Processes;
using Value = TopGun.Core.Values.Value;

namespace TopGun.EndToEnd.Parts;

/// <summary>Devices that hold the first rows of a map in an order, with the real server.</summary>
public sealed class WindowTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Map = "players";
    private const int Players = 400;

    private static readonly FieldPath Score = FieldPath.Of("score");
    private static readonly MapQuery Best = MapQuery.All with { Sort = [new SortField(Score, true)], Limit = 10 };

    private readonly Place _place = new();
    private ServerProcess _server = null!;
    private TopGunClient _office = null!;
    private LwwMap _all = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(_place.Data);
        _office = Open(null);
        _all = _office.GetMap(Map);
        for (var i = 0; i < Players; i++) _all.Set(KeyOf(i), Value.Object(("score", 10L * i), ("name", $"player {i}")));
        await _office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        await _server.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    [Trait("Invariant", "INV-QRY-4")]
    public async Task A_device_keeps_the_best_in_step_over_restarts_and_takes_only_what_differs()
    {
        var file = _place.File("device.db");
        using (var way = new CountedWay(_server.Address))
        {
            await using var device = Open(file, way);
            var map = device.GetMap(Map, Best);
            await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
            Assert.Equal(Keys(399, 398, 397, 396, 395, 394, 393, 392, 391, 390), Shown(map));
            Assert.Equal(10, way.Records);

            // In, out, up and down; and what happens behind it does not travel.
            Change(5, 5_000);
            Change(399, 1);
            Change(391, 4_500);
            for (var i = 100; i < 200; i++) Change(i, i);
            await InStepAsync(map);
            Assert.Equal(Keys(5, 391, 398, 397, 396, 395, 394, 393, 392, 390), Shown(map));
            Assert.InRange(way.Records, 12, 13);

            // A write of this device shows at once, and the server fills the place that it left.
            map.Patch(KeyOf(5), Value.Object(("score", -1L)));
            Assert.Equal(Keys(391, 398, 397, 396, 395, 394, 393, 392, 390, 5), Shown(map));
            map.Set("newcomer", Value.Object(("score", 9_999L), ("name", "newcomer")));
            Assert.Equal("newcomer", Shown(map)[0]);
            await device.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            await InStepAsync(map);
            Assert.Equal(["newcomer", .. Keys(391, 398, 397, 396, 395, 394, 393, 392, 390)], Shown(map));
            Assert.False(map.IsComplete);
            Assert.True(Assert.Single(map.Parts).IsComplete);
        }

        // Much happens while it is away, and little of it to the best.
        for (var i = 0; i < 350; i++) Change(i, 2L * i);
        _all.Remove(KeyOf(398));
        Change(20, 7_000);
        await _office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await using (var offline = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file }))
        {
            var map = offline.GetMap(Map, Best);
            Assert.Equal(["newcomer", .. Keys(391, 398, 397, 396, 395, 394, 393, 392, 390)], Shown(map));
            map.Patch(KeyOf(397), Value.Object(("name", "renamed offline")));
        }

        using var again = new CountedWay(_server.Address);
        await using var back = Open(file, again);
        var held = back.GetMap(Map, Best);
        await back.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        await back.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await InStepAsync(held);
        output.WriteLine($"{again.Records} records, {again.Bytes} bytes after 352 changes.");
        Assert.Equal(["newcomer", .. Keys(20, 391, 397, 396, 395, 394, 393, 392, 390)], Shown(held));
        // The one that came in, and the one that was written on the device.
        Assert.InRange(again.Records, 1, 2);
        Assert.InRange(again.Bytes, 1, 2_000);
    }

    [Fact]
    [Trait("Invariant", "INV-REP-4")]
    public async Task A_list_on_screen_has_the_page_that_its_query_begins_at()
    {
        await using var device = Open(null);
        var first = Best with { Fields = [FieldPath.Of("name")] };
        var map = device.GetMap<Player>(Map, first);
        await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        var next = map.Raw.Query(first with { Limit = 5 }).Next!;
        Assert.Equal(KeyOf(395), next.Key);

        var page = first with { Limit = 5, After = next };
        map.Hold(page);
        await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        using var list = map.Observe(page);
        MapEntry<Player>[] shown = [.. list];
        // Where the list is changed it can be read.
        list.CollectionChanged += (_, _) => Volatile.Write(ref shown, [.. list]);
        Assert.Equal(Keys(394, 393, 392, 391, 390), shown.Select(entry => entry.Key));
        Assert.Equal(new Player("player 394", null), shown[0].Value);

        // A page holds its place: what moves up above it takes nothing from it.
        Change(394, 8_000);
        Change(393, 3_925);
        await Until(() => Volatile.Read(ref shown).Select(entry => entry.Key).SequenceEqual(Keys(393, 392, 391, 390, 389)));
        Assert.True(map.Release(first));
        Assert.True(map.Release(page));
        Assert.Empty(map.Entries());
        await Until(() => Volatile.Read(ref shown).Length == 0);
    }

    [Fact]
    public async Task More_than_the_server_keeps_in_step_is_refused_at_the_call()
    {
        await using var device = Open(null);
        var error = Assert.Throws<TopGunClientException>(() => device.GetMap(Map, Best with { Limit = 1_001 }));
        Assert.Equal(ClientError.InvalidQuery, error.Error);
        Assert.Contains("1,001; at most 1,000", error.Message);

        var thousand = device.GetMap(Map, Best with { Limit = 1_000 });
        await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        Assert.Equal(Players, thousand.Entries().Count());
        Assert.Null(Assert.Single(thousand.Parts).Refusal);
    }

    private static string KeyOf(int i) => $"p{i:000}";

    private static string[] Keys(params int[] numbers) => [.. numbers.Select(KeyOf)];

    private static string[] Shown(LwwMap map) => [.. map.Query(Best).Rows.Select(row => row.Key)];

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        while (!condition()) await Task.Delay(20, patience.Token);
    }

    private void Change(int player, long score) => _all.Patch(KeyOf(player), Value.Object(("score", score)));

    // Both have the same rows, and the device no others.
    private async Task InStepAsync(LwwMap map)
    {
        await _office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await Until(() => _all.Query(Best).Rows.SequenceEqual(map.Query(Best).Rows) && map.Entries().Count() == 10);
    }

    private TopGunClient Open(string? file, ISyncTransport? way = null) => TopGunClient.Open(new TopGunClientOptions
    {
        ReplicaFile = file,
        Server = _server.Address,
        Token = _server.Token,
        Way = way,
        Transport = TransportMode.Streaming,
    });

    private sealed record Player(string Name, long? Score);
}
