using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Grpc.Errors;
using TopGun.Server.Limits;
using TopGun.Server.Tests.Calls;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Limits;

/// <summary>What one user may take of the server, and what is said beyond that.</summary>
public sealed class UserLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Writes_over_the_rate_are_held_back_with_the_time_to_wait_and_not_lost()
    {
        await using var server = await StartAsync(limits => (limits.OpsPerSecond, limits.OpsBurst) = (10, 20));
        using var client = await server.Connect();
        using var other = await server.Connect("node-2", "bob");
        var writer = Writer("node-1");

        Assert.Equal(20, (await client.Settle(writer.NewOps(20))).Count);
        var next = writer.NewOps(5);
        await client.Send(next);
        var stopped = await client.Next<BatchStopped>();
        Assert.Equal((ErrorCode.RateLimited, 500, 0L), (stopped.Error.Code, stopped.Error.RetryAfterMs, stopped.NextNumber));
        // Whoever else writes is not held back.
        Assert.Equal(20, (await other.Settle(Writer("node-2").NewOps(20))).Count);

        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.All(await client.Settle(next), result => Assert.Equal(OpResultCode.Applied, result.Code));
    }

    [Fact, Trait("Invariant", "INV-LIM-1")]
    public async Task A_rate_always_lets_one_write_of_permitted_size_through()
    {
        await using var server = await StartAsync(limits => (limits.OpsPerSecond, limits.OpsBurst, limits.BytesPerSecond, limits.BytesBurst) = (1, 1, 102_400, 1_024));
        using var client = await server.Connect();
        var writer = Writer("node-1");
        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(writer.Batch(writer.Set("large", new string('x', 500_000))))).Code);

        var second = writer.Batch(writer.Set("again", new string('x', 500_000)));
        for (var tries = 0; ; tries++)
        {
            Assert.True(tries < 5, "Held back for ever.");
            await client.Send(second);
            if (await client.Next() is not BatchStopped held) break;
            _time.Advance(TimeSpan.FromMilliseconds(held.Error.RetryAfterMs));
        }

        // A batch that is larger than the whole burst, too.
        var rates = new RateBuckets(10, 1, _time);
        Assert.Equal(0, rates.Take("alice", 1_000));
        Assert.Equal(1_000_000, rates.Take("alice", 1_000));
        _time.Advance(TimeSpan.FromSeconds(1_000));
        Assert.Equal(0, rates.Take("alice", 1_000));
    }

    [Fact]
    public async Task A_call_over_the_rate_ends_as_RESOURCE_EXHAUSTED_with_RetryInfo()
    {
        await using var server = await StartAsync(limits => (limits.OpsPerSecond, limits.OpsBurst) = (1, 2));
        var calls = new CallClient(server);
        await calls.Put("a", CallClient.Number(1));
        await calls.Get("a");

        foreach (var call in new Func<Task>[] { () => calls.Put("b", CallClient.Number(1)), () => calls.Get("a"), () => calls.Query() })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
            Assert.Equal("ERROR_CODE_RATE_LIMITED", RichStatus.Detail<Google.Rpc.ErrorInfo>(refused)!.Reason);
            Assert.Equal(1, RichStatus.Detail<Google.Rpc.RetryInfo>(refused)!.RetryDelay.Seconds);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await calls.Get("a");
    }

    [Fact]
    public async Task Streams_of_a_user_are_bounded_and_room_comes_back()
    {
        await using var server = await StartAsync(limits => limits.StreamsPerUser = 2);
        using var one = await server.Connect("node-1");
        var two = await server.Connect("node-2");
        using var three = server.Open($"Bearer {server.Token()}");
        await three.Send(new Hello(1, 1, "node-3", [], "test"));

        Assert.Contains("2 open streams; at most 2", await three.EndsWith(StatusCode.ResourceExhausted, Wire.ErrorCode.RateLimited));
        using var other = await server.Connect("node-4", "bob");
        await two.End();
        Assert.Equal(StatusCode.OK, await two.Outcome());
        two.Dispose();
        using var again = await server.Connect("node-3");
    }

    [Fact]
    public async Task A_query_that_finds_too_much_asks_for_pages()
    {
        await using var server = await StartAsync(limits => limits.QueryRows = 3);
        var calls = new CallClient(server);
        for (var i = 0; i < 4; i++) await calls.Put($"k{i}", CallClient.Number(i));

        var (status, reason, _) = await CallClient.RefusedAsync(() => calls.Query());
        Assert.Equal((StatusCode.ResourceExhausted, "ERROR_CODE_LIMIT_EXCEEDED"), (status, reason));
        Assert.Equal(3, (await calls.Query(new Wire.Query { Limit = 3 })).Sum(page => page.Rows.Count));
    }

    [Fact]
    public async Task What_is_announced_is_what_is_configured()
    {
        await using var server = await StartAsync(limits => (limits.KeyBytes, limits.ValueBytes, limits.BatchOps, limits.SubscriptionsPerStream) = (20, 1_024, 7, 1));
        using var client = server.Open($"Bearer {server.Token()}");
        await client.Send(new Hello(1, 1, "node-1", [], "test"));
        var limits = (await client.Next<Welcome>()).Limits;
        Assert.Equal((20, 1_024, 7, 1), (limits.MaxKeyBytes, limits.MaxValueBytes, limits.MaxBatchOps, limits.MaxSubscriptions));

        var writer = Writer("node-1");
        var results = await client.Settle(writer.Batch(writer.Set(new string('k', 21), 1), writer.Set("k", new string('x', 2_000)), writer.Set("k", 1)));
        Assert.Equal([OpResultCode.TooLarge, OpResultCode.TooLarge, OpResultCode.Applied], results.Select(result => result.Code));
    }

    [Fact]
    public void Every_mistake_is_said_with_the_full_name_of_the_setting()
    {
        var options = new TopGunServerOptions { Heartbeat = TimeSpan.Zero };
        options.Jwt.Secret = Auth.Jwt.Secret;
        foreach (var property in typeof(LimitOptions).GetProperties()) property.SetValue(options.Limits, Convert.ChangeType(0, property.PropertyType, null));

        string[] mistakes = [.. options.Validate(new(options)).Select(mistake => mistake.ErrorMessage!)];

        Assert.Contains(mistakes, mistake => mistake.StartsWith("TopGun:Heartbeat is 00:00:00;", StringComparison.Ordinal));
        Assert.All(typeof(LimitOptions).GetProperties(), property => Assert.Contains(mistakes, mistake => mistake.StartsWith($"TopGun:Limits:{property.Name} is 0;", StringComparison.Ordinal)));
    }

    [Fact, Trait("Invariant", "INV-LIM-2")]
    public async Task Who_may_write_nothing_can_have_only_so_much_recorded()
    {
        await using var server = await StartAsync(limits => limits.ForbiddenBurst = 1_000, options => options.Permissions.Add(new() { Maps = ["own"], Actions = MapAction.Put }));
        using var client = await server.Connect("node-1", "mallory");
        List<string> refused = [], held = [];
        for (var i = 0; i < 20; i++)
        {
            await client.Send(Writer("node-1", $"made-up-{i}").NewOps(1));
            (await client.Next() is BatchStopped { Error: { Code: ErrorCode.RateLimited, RetryAfterMs: > 0 } } ? held : refused).Add($"made-up-{i}");
        }

        // A row costs 200 and its first result 1.
        Assert.Equal((4, 16), (refused.Count, held.Count));
        // What was recorded is told again and costs nothing; what the user may write is not held back.
        Assert.Equal(OpResultCode.Forbidden, Assert.Single(await client.Settle(Writer("node-1", "made-up-0").NewOps(1))).Code);
        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(Writer("node-1", "own").NewOps(1))).Code);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(OpResultCode.Forbidden, Assert.Single(await client.Settle(Writer("node-1", held[0]).NewOps(1))).Code);
    }

    private static TestWriter Writer(string node, string map = "notes") => new(map, node) { FirstSentMs = ManualTime.NewYear };

    private Task<TestServer> StartAsync(Action<LimitOptions> limits, Action<TopGunServerOptions>? more = null) => TestServer.StartAsync(_time, configure: options =>
    {
        options.Heartbeat = TimeSpan.FromMinutes(10);
        if (more is not null)
        {
            options.Permissions.Clear();
            more(options);
        }

        limits(options.Limits);
    });
}
