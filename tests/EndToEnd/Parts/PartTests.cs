using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Queries;
using TopGun.EndToEnd.Processes;
using Value = TopGun.Core.Values.Value;

namespace TopGun.EndToEnd.Parts;

/// <summary>Devices that hold parts of a map, with the real server.</summary>
public sealed class PartTests : IAsyncLifetime
{
    private const string Map = "orders";

    private static readonly MapQuery Mine = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("owner"), CompareOperator.Equal, Value.Of("ann")) };
    private static readonly MapQuery Titles = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("state"), CompareOperator.Equal, Value.Of("open")), Fields = [FieldPath.Of("title")] };

    private readonly Place _place = new();
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(_place.Data);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    [Trait("Invariant", "INV-QRY-1")]
    public async Task A_device_holds_its_part_over_restarts_and_offline_and_gives_it_up()
    {
        var file = _place.File("device.db");
        await using var office = Open(null, isOnline: true);
        var all = office.GetMap(Map);
        for (var i = 0; i < 40; i++) all.Set($"o{i:00}", Order(i % 4 == 0 ? "ann" : "bob", $"order {i}", i % 2 == 0 ? "open" : "done"));
        await office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);

        await using (var device = Open(file, isOnline: true))
        {
            var map = device.GetMap(Map, Mine);
            await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"o{4 * i:00}"), map.Entries().Select(entry => entry.Key));
            Assert.False(map.IsComplete);
            Assert.True(Assert.Single(map.Parts).IsComplete);

            // What enters the part comes, what leaves it goes; with the office's other orders nothing happens.
            all.Patch("o01", Value.Object(("owner", "ann")));
            all.Patch("o00", Value.Object(("owner", "bob")));
            all.Patch("o02", Value.Object(("title", "changed")));
            await Until(() => map.Get("o01") is not null && map.Get("o00") is null);
            Assert.Null(map.Get("o02"));

            // A write that takes a record out of the part takes it from the device, once the server has it.
            map.Patch("o04", Value.Object(("owner", "bob")));
            await device.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            await Until(() => map.Get("o04") is null);
        }

        await using (var offline = Open(file, isOnline: false))
        {
            var map = offline.GetMap(Map, Mine);
            Assert.Equal(9, map.Entries().Count());
            Assert.Equal(9, map.Query(Mine).Rows.Count);
            map.Patch("o08", Value.Object(("title", "seen offline")));
        }

        all.Remove("o12");
        await office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await using var again = Open(file, isOnline: true);
        var held = again.GetMap(Map, Mine);
        await again.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        await again.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await Until(() => held.Get("o12") is null && all.Get("o08") is { } order && order.Equals(held.Get("o08")) && order.ToString().Contains("seen offline", StringComparison.Ordinal));

        Assert.True(held.Release(Mine));
        Assert.Empty(held.Entries());
        Assert.Empty(held.Parts);
    }

    [Fact]
    [Trait("Invariant", "INV-QRY-3")]
    public async Task Of_a_record_that_is_held_in_part_the_fields_can_be_patched_and_not_the_whole_set()
    {
        await using var office = Open(null, isOnline: true);
        var all = office.GetMap(Map);
        all.Set("a", Order("ann", "first", "open"));
        all.Set("b", Order("bob", "second", "done"));
        await office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);

        await using var device = Open(null, isOnline: true);
        var map = device.GetMap(Map, Titles);
        await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        Assert.Equal(Value.Object(("state", "open"), ("title", "first")), map.Get("a"));
        Assert.True(map.IsPartial("a"));
        Assert.Null(map.Get("b"));

        Assert.Equal(ClientError.PartialRecord, Assert.Throws<TopGunClientException>(() => map.Set("a", Value.Object(("title", "all of it")))).Error);
        Assert.Equal(0, device.PendingCount);
        map.Patch("a", Value.Object(("title", "patched")));
        await device.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await Until(() => all.Get("a")!.Equals(Order("ann", "patched", "open")));

        // With another part the rest of the record is there.
        map.Hold(Mine);
        await device.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        await Until(() => !map.IsPartial("a"));
        Assert.Equal(Order("ann", "patched", "open"), map.Get("a"));
        await map.Set("a", Order("ann", "set", "open")).Settled.WaitAsync(ProgramRun.Patience);
        map.Release(Mine);
        Assert.True(map.IsPartial("a"));
        await Until(() => map.Get("a")!.Equals(Value.Object(("state", "open"), ("title", "set"))));
    }

    [Fact]
    public async Task A_question_is_answered_by_the_server_or_it_says_why_not()
    {
        await using var office = Open(null, isOnline: true);
        var all = office.GetMap(Map);
        for (var i = 0; i < 300; i++) all.Set($"o{i:000}", Order(i % 3 == 0 ? "ann" : "bob", new string('x', 4_000) + i, "done"));
        await office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);

        await using var device = Open(null, isOnline: true);
        var map = device.GetMap(Map, Titles);
        var query = Mine with { Sort = [new SortField(FieldPath.Of("title"), true)], Limit = 70, Fields = [FieldPath.Of("owner")] };
        // More than one page, and none of it is held.
        var page = await map.QueryOnceAsync(query).WaitAsync(ProgramRun.Patience);
        Assert.Equal(70, page.Rows.Count);
        Assert.All(page.Rows, row => Assert.Equal(Value.Object(("owner", "ann")), row.Value));
        var rest = await map.QueryOnceAsync(query with { After = page.Next }).WaitAsync(ProgramRun.Patience);
        Assert.Equal(30, rest.Rows.Count);
        Assert.Null(rest.Next);
        Assert.Equal(100, (await map.QueryOnceAsync(Mine).WaitAsync(ProgramRun.Patience)).Rows.Count);
        Assert.Empty(map.Entries());

        // The whole of a record, with what this device has written since.
        all.Patch("o001", Value.Object(("state", "open")));
        await office.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await Until(() => map.Get("o001") is not null);
        Assert.True(map.IsPartial("o001"));
        map.Patch("o001", Value.Object(("title", "mine")));
        Assert.Equal(Order("bob", "mine", "open"), await map.FetchAsync("o001").WaitAsync(ProgramRun.Patience));
        Assert.Null(await map.FetchAsync("nothing").WaitAsync(ProgramRun.Patience));

        Assert.Equal(ClientError.InvalidQuery, (await Assert.ThrowsAsync<TopGunClientException>(() => map.QueryOnceAsync(Mine with { Limit = 0 }))).Error);
        await using var offline = Open(null, isOnline: false);
        Assert.Equal(ClientError.Unreachable, (await Assert.ThrowsAsync<TopGunClientException>(() => offline.GetMap(Map).QueryOnceAsync(Mine))).Error);
        await _server.KillAsync();
        Assert.Equal(ClientError.Unreachable, (await Assert.ThrowsAsync<TopGunClientException>(() => map.FetchAsync("o001")).WaitAsync(ProgramRun.Patience)).Error);
    }

    private static Value Order(string owner, string title, string state) => Value.Object(("owner", owner), ("title", title), ("state", state));

    private TopGunClient Open(string? file, bool isOnline)
        => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file, Server = isOnline ? _server.Address : null, Token = _server.Token });

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        while (!condition()) await Task.Delay(20, patience.Token);
    }
}
