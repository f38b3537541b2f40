using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Conflict resolvers, and what they refuse.</summary>
internal static class RuleScenarios
{
    private const string NoMinus = """
        if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' };
        return { action: 'accept', value: context.remoteValue };
        """;

    public static (string, Func<World, Task>)[] All => [("resolver-rejects", RejectsAsync), ("resolver-watch", WatchAsync), ("resolver-invalid", InvalidAsync)];

    private static async Task RejectsAsync(World world)
    {
        var resolvers = world.Server.Resolvers;
        World.Expect((int)(await RegisterAsync(world, "no-minus", NoMinus)).Claims, 1, "the claims");
        var listed = await resolvers.ListResolversAsync(new ListResolversRequest { Map = world.Map }, deadline: World.Deadline);
        World.Expect(listed.Resolvers.Select(item => item.Resolver.Name), new[] { "no-minus" }, "the list");
        await world.PutAsync("k", World.Object(("n", 1)));
        var refused = await World.RefusalAsync(() => world.PutAsync("k", World.Object(("n", -1))), StatusCode.FailedPrecondition, "OP_RESULT_CODE_MERGE_REJECTED");
        World.Expect(refused.Metadata["resolver"], "no-minus", "the resolver of the refusal");
        World.Expect(refused.Message.Contains("below zero", StringComparison.Ordinal), true, $"whether '{refused.Message}' has the reason");
        World.Expect(await world.ValueAsync("k"), World.Object(("n", 1)), "the record");
        var left = await resolvers.UnregisterResolverAsync(new UnregisterResolverRequest { Map = world.Map, Name = "no-minus" }, deadline: World.Deadline);
        World.Expect((int)left.Claims, 0, "the claims left");
        await world.PutAsync("k", World.Object(("n", -1)));
        World.Expect(await world.ValueAsync("k"), World.Object(("n", -1)), "the record");
    }

    private static async Task WatchAsync(World world)
    {
        await RegisterAsync(world, "no-minus", NoMinus);
        using var watch = world.Server.Resolvers.WatchRejections(new WatchRejectionsRequest { Map = world.Map }, deadline: World.Deadline);
        await watch.ResponseHeadersAsync;
        await using var talk = await Conversation.BeginAsync(world);
        await talk.CatchUpAsync();
        await talk.ReplaceAsync(world.Map, "k", World.Object(("n", -1)));
        var result = (await talk.TakeAsync(ServerFrame.KindOneofCase.OpResults)).OpResults.Results[0];
        World.Expect($"{result.Code}, {result.Reason}, {result.Resolver}", $"{OpResultCode.MergeRejected}, below zero, no-minus", "the result");
        await talk.EndAsync();
        World.Expect(await watch.ResponseStream.MoveNext(CancellationToken.None), true, "whether a rejection is told");
        var told = watch.ResponseStream.Current.Rejection;
        World.Expect(new object[] { told.Map, told.Key, (long)told.Number, told.Reason, told.Resolver }, new object[] { world.Map, "k", 1, "below zero", "no-minus" }, "the rejection");
    }

    private static async Task InvalidAsync(World world)
    {
        var refused = await World.RefusalAsync(() => RegisterAsync(world, "broken", "return {;"), StatusCode.InvalidArgument, "ERROR_CODE_INVALID_RESOLVER");
        World.Expect(refused.Metadata["line"], "1", "the line");
    }

    private static async Task<RegisterResolverResponse> RegisterAsync(World world, string name, string code)
        => await world.Server.Resolvers.RegisterResolverAsync(
            new RegisterResolverRequest { Map = world.Map, Resolver = new ResolverDefinition { Name = name, Code = code } }, deadline: World.Deadline);
}
