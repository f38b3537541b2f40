using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>The conversation of a replica, frame by frame.</summary>
internal static class SyncScenarios
{
    public static (string, Func<World, Task>)[] All => [("sync-op", OpAsync), ("sync-digest", DigestAsync)];

    private static async Task OpAsync(World world)
    {
        await using var talk = await Conversation.BeginAsync(world);
        World.Expect(new object[] { (int)talk.Welcome.Version, talk.Welcome.Subject }, new object[] { 1, "writer" }, "the welcome");
        World.Expect((await talk.CatchUpAsync()).Records.Keys, Array.Empty<string>(), "what is there");
        var (writer, op) = await talk.ReplaceAsync(world.Map, "tea", World.Object(("n", 1)));
        var results = (await talk.TakeAsync(ServerFrame.KindOneofCase.OpResults)).OpResults;
        var result = results.Results[0];
        World.Expect($"{results.Writer}, {result.Number}, {result.OpId}, {result.Code}", $"{writer}, 1, {op.OpId}, {OpResultCode.Applied}", "the result");
        var record = (await talk.TakeAsync(ServerFrame.KindOneofCase.ChangePage)).ChangePage.Records.Single();
        World.Expect(Records.TryRead(record.Record, out var value), true, "whether the record is live");
        World.Expect(new[] { record.Key, (long)record.Version, value }, new object[] { "tea", (long)result.Version, World.Object(("n", 1)) }, "the page");
        await talk.EndAsync();
    }

    private static async Task DigestAsync(World world)
    {
        for (var i = 0; i < 100; i++) await world.PutAsync($"key-{i}", World.Object(("i", i)));
        await using var talk = await Conversation.BeginAsync(world, "digest");
        World.Expect(talk.Welcome.Features.Contains("digest"), true, "whether the server names digest");
        var (records, caughtUp) = await talk.CatchUpAsync();
        World.Expect(records.Count, 100, "the number of records");
        World.Expect(
            MapDigest.Of(records.Values.Select(record => new DigestEntry(record.Key, record.Version, record.Record.Span))), caughtUp.Digest.ToByteArray(), "the digest");
        await talk.EndAsync();
    }
}
