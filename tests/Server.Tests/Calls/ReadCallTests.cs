using Grpc.Core;
using TopGun.Server.Tests.Endpoint;
using static TopGun.Server.Tests.Calls.CallClient;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Calls;

/// <summary>Queries and watches of backends that keep no replica.</summary>
public sealed class ReadCallTests
{
    [Fact]
    public async Task A_query_is_answered_in_its_order_with_its_fields_and_says_where_the_next_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        foreach (var (key, price) in new[] { ("a", 3), ("b", 1), ("c", 2), ("d", 9) }) await client.Put(key, Object(("price", Number(price)), ("secret", Text("x"))));
        await client.Remove("d");
        var query = new Wire.Query { Sort = { new Wire.SortField { Path = Path("price") } }, Limit = 2, Fields = { Path("price") } };

        var first = Assert.Single(await client.Query(query));
        query.After = first.Next;
        var second = Assert.Single(await client.Query(query));

        Assert.Equal([("b", 2ul, Object(("price", Number(1)))), ("c", 3ul, Object(("price", Number(2))))], first.Rows.Select(row => (row.Key, row.Version, row.Value)));
        Assert.Equal(["a"], second.Rows.Select(row => row.Key));
        Assert.Null(second.Next);
        Assert.Equal(5ul, second.Cursor.Version);
    }

    [Fact]
    public async Task A_large_answer_comes_in_pages_of_one_moment()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        for (var i = 0; i < 30; i++) await client.Put($"k{i:00}", Text(new string('x', 50_000)));

        var pages = await client.Query();

        Assert.InRange(pages.Count, 5, 7);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"k{i:00}"), pages.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.Equal(30ul, pages[^1].Cursor.Version);
        Assert.All(pages.SkipLast(1), page => Assert.Null(page.Cursor));
    }

    [Fact]
    public async Task A_query_over_its_bounds_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        var refused = await RefusedAsync(() => new CallClient(server).Query(new Wire.Query { Limit = 100_001 }));

        Assert.Equal((StatusCode.ResourceExhausted, "ERROR_CODE_LIMIT_EXCEEDED"), (refused.Status, refused.Reason));
    }

    [Fact, Trait("Invariant", "INV-CALL-2")]
    public async Task Who_watches_is_told_all_that_is_there_and_then_what_changes()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("a", Number(1));
        await client.Put("b", Number(1));
        await client.Remove("b");
        using var watch = client.Watch();

        var first = await Next(watch);
        await client.Put("c", Number(2));
        var second = await Next(watch);
        await client.Remove("a");
        var third = await Next(watch);

        Assert.Equal(["a=1"], Events(first));
        Assert.Equal((true, 3ul), (first.CaughtUp, first.Cursor.Version));
        Assert.Equal(["c=2"], Events(second));
        Assert.True(second.CaughtUp);
        Assert.Equal(["a gone"], Events(third));
    }

    [Fact, Trait("Invariant", "INV-CALL-2")]
    [Trait("Invariant", "INV-CALL-2")]
    public async Task Who_watches_some_is_told_of_no_others_and_when_one_is_some_no_more()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("a", Object(("kind", Text("tea")), ("left", Number(1))));
        await client.Put("b", Object(("kind", Text("milk")), ("left", Number(1))));
        using var watch = client.Watch(request =>
        {
            request.Where = new() { Compare = new() { Path = Path("kind"), Operator = Wire.CompareOperator.Equal, Value = Text("tea") } };
            request.Fields.Add(Path("left"));
        });

        var first = await Next(watch);
        await client.Patch("b", "left", Number(2));
        await client.Remove("b");
        await client.Patch("a", "left", Number(3));
        var second = await Next(watch);
        await client.Patch("a", "kind", Text("coffee"));
        var third = await Next(watch);

        Assert.Equal("a", Assert.Single(first.Events).Put.Key);
        Assert.Equal(Object(("left", Number(3))), Assert.Single(second.Events).Put.Value);
        Assert.Equal(["a gone"], Events(third));
    }

    [Fact, Trait("Invariant", "INV-CALL-2")]
    [Trait("Invariant", "INV-CALL-2")]
    public async Task Who_comes_again_with_a_cursor_misses_nothing_and_gets_nothing_twice()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("a", Number(1));
        await client.Put("b", Number(1));
        Wire.Cursor cursor;
        using (var watch = client.Watch()) cursor = (await Next(watch)).Cursor;
        await client.Remove("a");
        await client.Put("c", Number(2));

        using var again = client.Watch(request => request.Cursor = cursor);
        var page = await Next(again);

        Assert.Equal(["a gone", "c=2"], Events(page));
        Assert.Equal(Wire.ResetReason.Unspecified, page.Reset);
    }

    [Fact, Trait("Invariant", "INV-CALL-2")]
    [Trait("Invariant", "INV-CALL-2")]
    public async Task A_cursor_that_can_not_be_followed_is_answered_with_a_reset_and_all_that_is_there()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("a", Number(1));

        using var watch = client.Watch(request => request.Cursor = new() { Epoch = 12345, Version = 1 });
        var page = await Next(watch);

        Assert.Equal(["a=1"], Events(page));
        Assert.Equal(Wire.ResetReason.LostBranch, page.Reset);
    }

    [Fact, Trait("Invariant", "INV-CALL-2")]
    public async Task Who_wants_changes_only_is_told_of_those_from_its_first_response_on()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("a", Number(1));
        using var watch = client.Watch(request => request.ChangesOnly = true);

        var first = await Next(watch);
        await client.Put("b", Number(2));

        Assert.Equal((0, 1ul), (first.Events.Count, first.Cursor.Version));
        Assert.Equal(["b=2"], Events(await Next(watch)));
        var refused = await RefusedAsync(async () =>
        {
            using var both = client.Watch(request => (request.ChangesOnly, request.Cursor) = (true, first.Cursor));
            await Next(both);
        });
        Assert.Equal("ERROR_CODE_INVALID_FRAME", refused.Reason);
    }

    [Fact]
    public async Task A_watch_in_which_nothing_happens_shows_that_it_lives_and_ends_with_its_token()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time);
        var client = new CallClient(server);
        await client.Put("a", Number(1));
        using var watch = client.Watch(request => request.Where = new() { Exists = Path("nowhere") });
        Assert.Empty((await Next(watch)).Events);
        await client.Put("a", Number(2));

        var next = Next(watch);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(5));
        }

        var beat = await next;
        Assert.Equal((0, 2ul, true), (beat.Events.Count, beat.Cursor.Version, beat.CaughtUp));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("ERROR_CODE_UNAUTHENTICATED", (await RefusedAsync(async () =>
        {
            while (true) await Next(watch);
        })).Reason);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_watches()
    {
        await using var server = await TestServer.StartAsync();
        using var watch = new CallClient(server).Watch();
        await Next(watch);

        server.BeginToStop();

        Assert.Equal((StatusCode.Unavailable, "ERROR_CODE_UNAVAILABLE"), await EndOf(watch));
    }

    private static async Task<(StatusCode Status, string Reason)> EndOf(AsyncServerStreamingCall<Wire.WatchResponse> watch)
    {
        var (status, reason, _) = await RefusedAsync(() => Next(watch));
        return (status, reason);
    }

    private static async Task<Wire.WatchResponse> Next(AsyncServerStreamingCall<Wire.WatchResponse> watch)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
        return watch.ResponseStream.Current;
    }

    private static string[] Events(Wire.WatchResponse page)
        => [.. page.Events.Select(change => change.KindCase == Wire.WatchEvent.KindOneofCase.Gone ? $"{change.Gone} gone" : $"{change.Put.Key}={change.Put.Value.Int64Value}")];
}
