using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Watches that go on from a cursor.</summary>
internal static class WatchScenarios
{
    public static (string, Func<World, Task>)[] All => [("watch-resume", ResumeAsync), ("watch-where", WhereAsync)];

    private static async Task ResumeAsync(World world)
    {
        await world.PutAsync("a", World.Object(("n", 0)));
        Cursor cursor;
        using (var channel = GrpcChannel.ForAddress(World.Address))
        using (var first = new TopGunServer(channel, World.Variable("TOKEN")).Map.Watch(new WatchRequest { Map = world.Map }, deadline: World.Deadline))
        {
            (var events, cursor) = await UntilCaughtUpAsync(first);
            World.Expect(events, new[] { Put("a", 0) }, "what the first watch told");
        }

        await world.PutAsync("b", World.Object(("n", 1)));
        await world.PatchAsync("a", World.Object(("n", 1)));
        await world.PatchAsync("a", World.Object(("n", 2)));
        await world.PutAsync("c", World.Object(("n", 3)));
        await world.RemoveAsync("c");
        using var again = GrpcChannel.ForAddress(World.Address);
        using var second = new TopGunServer(again, World.Variable("TOKEN")).Map.Watch(new WatchRequest { Map = world.Map, Cursor = cursor }, deadline: World.Deadline);
        World.Expect((await UntilCaughtUpAsync(second)).Events.Order(StringComparer.Ordinal), new[] { "gone c", Put("a", 2), Put("b", 1) }, "what the second watch told");
        await world.PutAsync("d", World.Object(("n", 4)));
        World.Expect(await NextAsync(second), new[] { Put("d", 4) }, "what came then");
    }

    private static async Task WhereAsync(World world)
    {
        var where = QueryScenarios.Compare("done", CompareOperator.Equal, false);
        using var call = world.Server.Map.Watch(new WatchRequest { Map = world.Map, Where = where }, deadline: World.Deadline);
        World.Expect((await UntilCaughtUpAsync(call)).Events, Array.Empty<string>(), "what was there");
        await world.PutAsync("never", World.Object(("done", true)));
        await world.PutAsync("x", World.Object(("done", false)));
        World.Expect(await NextAsync(call), new[] { """put x { "objectValue": { "fields": { "done": { "boolValue": false } } } }""" }, "what matched");
        await world.PatchAsync("x", World.Object(("done", true)));
        World.Expect(await NextAsync(call), new[] { "gone x" }, "what no longer matched");
    }

    private static string Put(string key, int n) => $"put {key} {Values.ToValue(World.Object(("n", n)))}";

    private static string Told(WatchEvent told)
        => told.KindCase == WatchEvent.KindOneofCase.Gone ? $"gone {told.Gone}" : $"put {told.Put.Key} {told.Put.Value}";

    private static async Task<(List<string> Events, Cursor Last)> UntilCaughtUpAsync(AsyncServerStreamingCall<WatchResponse> call)
    {
        var events = new List<string>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var response = call.ResponseStream.Current;
            events.AddRange(response.Events.Select(Told));
            if (response.CaughtUp) return (events, response.Cursor);
        }

        throw new InvalidOperationException("the watch ended by itself");
    }

    private static async Task<List<string>> NextAsync(AsyncServerStreamingCall<WatchResponse> call)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            if (call.ResponseStream.Current.Events.Count > 0) return [.. call.ResponseStream.Current.Events.Select(Told)];
        throw new InvalidOperationException("the watch ended by itself");
    }
}
