using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Sets and counters.</summary>
internal static class TypeScenarios
{
    public static (string, Func<World, Task>)[] All =>
    [
        ("set-add-remove", SetAddRemoveAsync),
        ("set-concurrent", SetConcurrentAsync),
        ("set-ops", SetOpsAsync),
        ("counter-sum", CounterSumAsync),
        ("counter-overflow", CounterOverflowAsync),
        ("counter-ops", CounterOpsAsync),
        ("type-mismatch", TypeMismatchAsync),
    ];

    private static async Task SetAddRemoveAsync(World world)
    {
        await AddAsync(world.Server, world.Map, "k", "a", "b");
        await AddAsync(world.Server, world.Map, "k", "b", "c");
        World.Expect(await world.ValueAsync("k"), new[] { "a", "b", "c" }, "the set");
        await TakeOutAsync(world, "a", "never");
        World.Expect(await world.ValueAsync("k"), new[] { "b", "c" }, "what is left");
        await TakeOutAsync(world);
        World.Expect(await world.ValueAsync("k"), "absent", "the record");
    }

    private static async Task SetConcurrentAsync(World world)
    {
        await AddAsync(world.Server, world.Map, "k", "a", "b");
        await using var talk = await Conversation.BeginAsync(world, "ormap");
        var seen = Records.SeenElements((await talk.CatchUpAsync()).Records["k"].Record);
        World.Expect(seen.Elements.Select(element => $"{Values.ToNative(element.Value)} {element.Tags.Count}"), new[] { "a 1", "b 1" }, "what it saw");

        using var channel = GrpcChannel.ForAddress(World.Address);
        await AddAsync(Other(channel), world.Map, "k", "a");
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Live, RemoveElements = seen }, OpResultCode.Applied);
        World.Expect(await world.ValueAsync("k"), new[] { "a" }, "the set");
        await talk.EndAsync();
    }

    private static async Task SetOpsAsync(World world)
    {
        await using var talk = await Conversation.BeginAsync(world, "ormap");
        await talk.CatchUpAsync();
        var elements = new[] { "a", "b", "c" }.Select(element => new SeenElement { Value = Values.ToValue(element) });
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Absent, AddElements = new AddElements { Elements = { elements } } }, OpResultCode.Applied);
        var seen = Records.SeenElements((await talk.TakeAsync(ServerFrame.KindOneofCase.ChangePage)).ChangePage.Records[0].Record);
        World.Expect(seen.Elements.Select(element => $"{Values.ToNative(element.Value)} {element.Tags.Count}"), new[] { "a 1", "b 1", "c 1" }, "what it saw");

        seen.Elements.RemoveAt(2);
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Live, RemoveElements = seen }, OpResultCode.Applied);
        World.Expect(await world.ValueAsync("k"), new[] { "c" }, "what is left");
        await talk.EndAsync();
    }

    private static async Task CounterSumAsync(World world)
    {
        var key = Guid.NewGuid().ToString();
        var first = await CountAsync(world.Server, world.Map, "k", 5, key);
        using var channel = GrpcChannel.ForAddress(World.Address);
        await CountAsync(Other(channel), world.Map, "k", -7);
        World.Expect((await CountAsync(world.Server, world.Map, "k", 5, key)).ToString(), first.ToString(), "the answer to the repeat");
        World.Expect(await world.ValueAsync("k"), -2, "the sum");
        await world.Server.Map.RemoveCounterAsync(new RemoveCounterRequest { Map = world.Map, Key = "k" }, deadline: World.Deadline);
        World.Expect(await world.ValueAsync("k"), "absent", "the record");
        await CountAsync(world.Server, world.Map, "k", 3);
        World.Expect(await world.ValueAsync("k"), 3, "the sum of a counter made anew");
    }

    private static async Task CounterOverflowAsync(World world)
    {
        await CountAsync(world.Server, world.Map, "k", long.MaxValue);
        var refused = await World.RefusalAsync(() => CountAsync(world.Server, world.Map, "k", 1), StatusCode.InvalidArgument, "OP_RESULT_CODE_TOO_LARGE");
        World.Expect(refused.Metadata["key"], "k", "the key of the refusal");
        World.Expect(await world.ValueAsync("k"), long.MaxValue, "the sum");
    }

    private static async Task CounterOpsAsync(World world)
    {
        await using var talk = await Conversation.BeginAsync(world, "counter");
        await talk.CatchUpAsync();
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Absent, Count = new Count { Delta = 5 } }, OpResultCode.Applied);
        using var channel = GrpcChannel.ForAddress(World.Address);
        await CountAsync(Other(channel), world.Map, "k", 2);
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Live, RemoveCounter = new RemoveCounter { Seen = 5 } }, OpResultCode.Superseded);
        World.Expect(await world.ValueAsync("k"), 7, "the sum");
        await WriteAsync(world, talk, new Write { Key = "k", Base = WriteBase.Live, RemoveCounter = new RemoveCounter { Seen = 7 } }, OpResultCode.Applied);
        World.Expect(await world.ValueAsync("k"), "absent", "the record");
        await talk.EndAsync();
    }

    private static async Task TypeMismatchAsync(World world)
    {
        await CountAsync(world.Server, world.Map, "a", 1);
        foreach (var call in new Func<Task>[] { () => world.PutAsync("b", 1), () => AddAsync(world.Server, world.Map, "b", "x") })
        {
            var refused = await World.RefusalAsync(call, StatusCode.FailedPrecondition, "OP_RESULT_CODE_TYPE_MISMATCH");
            World.Expect(refused.Metadata["key"], "b", "the key of the refusal");
        }

        World.Expect(new[] { await world.ValueAsync("b"), await world.ValueAsync("a") }, new object[] { "absent", 1 }, "the records");
    }

    private static async Task WriteAsync(World world, Conversation talk, Write write, OpResultCode code)
    {
        await talk.WriteAsync(world.Map, write);
        World.Expect((await talk.ResultsAsync()).Results.Select(result => result.Code.ToString()), new[] { code.ToString() }, $"the result of {write.KindCase}");
    }

    private static TopGunServer Other(GrpcChannel channel) => new(channel, World.Variable("OTHER_TOKEN"));

    private static async Task AddAsync(TopGunServer server, string map, string key, params string[] elements)
        => await server.Map.AddElementsAsync(new AddElementsRequest { Map = map, Key = key, Elements = { elements.Select(Values.ToValue) } }, deadline: World.Deadline);

    private static async Task TakeOutAsync(World world, params string[] elements)
        => await world.Server.Map.RemoveElementsAsync(new RemoveElementsRequest { Map = world.Map, Key = "k", Elements = { elements.Select(Values.ToValue) } }, deadline: World.Deadline);

    private static async Task<CountResponse> CountAsync(TopGunServer server, string map, string key, long delta, string idempotencyKey = "")
        => await server.Map.CountAsync(new CountRequest { Map = map, Key = key, Delta = delta, IdempotencyKey = idempotencyKey }, deadline: World.Deadline);
}
