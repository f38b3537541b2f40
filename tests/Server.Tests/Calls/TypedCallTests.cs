using Grpc.Core;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Server.Tests.Endpoint;
using static TopGun.Server.Tests.Calls.CallClient;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Calls;

/// <summary>Sets and counters of backends that keep no replica.</summary>
public sealed class TypedCallTests
{
    [Fact]
    public async Task What_is_added_and_taken_out_is_there_or_gone_when_the_answer_comes()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        Assert.Equal(1ul, (await Add(client, "tags", Text("a"), Text("b"))).Version);
        Assert.Equal(2ul, (await Add(client, "tags", Text("b"), Text("c"))).Version);
        Assert.Equal(List(Text("a"), Text("b"), Text("c")), (await client.Get("tags"))!.Value);

        Assert.Equal(3ul, (await Remove(client, "tags", Text("a"), Text("never"))).Version);
        Assert.Equal(3ul, (await Remove(client, "tags", Text("never"))).Version);
        Assert.Equal(List(Text("b"), Text("c")), (await client.Get("tags"))!.Value);
        Assert.Equal(List(Text("b"), Text("c")), Assert.Single((await client.Query()).SelectMany(page => page.Rows)).Value);

        Assert.Equal(4ul, (await Remove(client, "tags")).Version);
        Assert.Null(await client.Get("tags"));
    }

    [Fact]
    public async Task A_counter_counts_and_a_removal_takes_whatever_it_says()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        Assert.Equal(1ul, (await Count(client, 5)).Version);
        Assert.Equal(2ul, (await Count(client, -7)).Version);
        Assert.Equal(Number(-2), (await client.Get("likes"))!.Value);

        Assert.Equal(3ul, (await client.Stub.RemoveCounterAsync(new() { Map = Map, Key = "likes" }, client.Headers)).Version);
        Assert.Null(await client.Get("likes"));
        Assert.Equal(3ul, (await client.Stub.RemoveCounterAsync(new() { Map = Map, Key = "likes" }, client.Headers)).Version);
    }

    [Fact, Trait("Invariant", "INV-CALL-1"), Trait("Invariant", "INV-CNT-1")]
    public async Task A_count_that_is_repeated_under_its_key_counts_once()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        for (var i = 0; i < 3; i++) Assert.Equal(1ul, (await Count(client, 5, "once")).Version);
        var refused = await RefusedAsync(() => Count(client, 6, "once"));

        Assert.Equal((StatusCode.FailedPrecondition, "ERROR_CODE_KEY_REUSED"), (refused.Status, refused.Reason));
        Assert.Equal(Number(5), (await client.Get("likes"))!.Value);
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_batch_writes_sets_or_counters_each_by_itself_or_all_together()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Batch(false, "", new() { Key = "a", Count = new() { Delta = 5 } }, new() { Key = "b", Count = new() { Delta = long.MaxValue } });

        var refused = await RefusedAsync(() => client.Batch(true, "", new() { Key = "a", Count = new() { Delta = -1 } }, new() { Key = "b", Count = new() { Delta = 1 } }));
        Assert.Equal((StatusCode.InvalidArgument, "OP_RESULT_CODE_TOO_LARGE", "b"), (refused.Status, refused.Reason, refused.Metadata["key"]));
        Assert.Equal(Number(5), (await client.Get("a"))!.Value);

        var each = await client.Batch(
            false, "", new() { Key = "a", Count = new() { Delta = -1 } }, new() { Key = "b", RemoveCounter = new() }, new() { Key = "c", AddElements = new() { Items = { Text("x") } } });
        Assert.Equal([Wire.OpResultCode.Applied, Wire.OpResultCode.Applied, Wire.OpResultCode.TypeMismatch], each.Results.Select(result => result.Code));
        Assert.Equal(Number(4), (await client.Get("a"))!.Value);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task Another_use_of_a_map_is_refused_with_its_reason()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await Count(client, 1);

        foreach (var call in new Func<Task>[] { () => client.Put("likes", Number(1)), () => client.Remove("likes"), () => Add(client, "likes", Text("a")) })
        {
            var refused = await RefusedAsync(call);
            Assert.Equal((StatusCode.FailedPrecondition, "OP_RESULT_CODE_TYPE_MISMATCH", "likes"), (refused.Status, refused.Reason, refused.Metadata["key"]));
        }

        Assert.Equal(Number(1), (await client.Get("likes"))!.Value);
    }

    [Theory]
    [InlineData("none", "OP_RESULT_CODE_INVALID", "Addition of 0 elements; at least 1 is added.")]
    [InlineData("twice", "OP_RESULT_CODE_INVALID", "Two elements of a write are equal; each stands in it once.")]
    [InlineData("nought", "OP_RESULT_CODE_INVALID", "Delta of 0; a counter counts up or down.")]
    [InlineData("ttl", "OP_RESULT_CODE_INVALID", "Write to a set or a counter with a ttl of 5,000 ms; neither has one.")]
    public async Task What_breaks_a_rule_is_refused(string what, string reason, string message)
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        Func<Task> call = what switch
        {
            "none" => () => Add(client, "k"),
            "twice" => () => Add(client, "k", Text("a"), Text("a")),
            "nought" => () => Count(client, 0),
            _ => () => client.Batch(true, "", new Wire.BatchWrite { Key = "k", Count = new() { Delta = 1 }, TtlMs = 5_000 }),
        };

        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((reason, message), ((await RefusedAsync(call)).Reason, failure.Status.Detail));
    }

    [Fact, Trait("Invariant", "INV-SET-1")]
    public async Task What_a_backend_added_is_taken_out_by_a_device_that_saw_it()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await Add(client, "tags", Text("a"));
        await Add(client, "tags", Text("a"));

        using var device = await server.Connect("node-1", "alice", Features.OrMap);
        await device.Send(new Subscribe(1, Map, null, []));
        var record = RecordCodec.Instance.Decode((await device.Next<ChangePage>()).Records[0].Bytes.Span);
        Assert.Equal(MapType.OrMap, (await device.Next<CaughtUp>()).Type);
        // The server sees what is committed, so its second tag took the place of the first.
        var tag = Assert.Single(Assert.Single(record.Tags));
        Assert.StartsWith("~", tag.Writer, StringComparison.Ordinal);

        var writer = new TestWriter(Map);
        var results = await device.Settle(writer.Batch(writer.Make(new RemoveElementsWrite("tags", [new SeenElement("a", [tag])]))));

        Assert.Equal(OpResultCode.Applied, Assert.Single(results).Code);
        Assert.Null(await client.Get("tags"));
    }

    private static async Task<Wire.AddElementsResponse> Add(CallClient client, string key, params Wire.Value[] elements)
        => await client.Stub.AddElementsAsync(new() { Map = Map, Key = key, Elements = { elements } }, client.Headers);

    private static async Task<Wire.RemoveElementsResponse> Remove(CallClient client, string key, params Wire.Value[] elements)
        => await client.Stub.RemoveElementsAsync(new() { Map = Map, Key = key, Elements = { elements } }, client.Headers);

    private static async Task<Wire.CountResponse> Count(CallClient client, long delta, string idempotencyKey = "")
        => await client.Stub.CountAsync(new() { Map = Map, Key = "likes", Delta = delta, IdempotencyKey = idempotencyKey }, client.Headers);

    private static Wire.Value List(params Wire.Value[] items) => new() { ListValue = new() { Items = { items } } };
}
