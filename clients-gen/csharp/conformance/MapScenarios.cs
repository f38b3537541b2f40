using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Records and batches.</summary>
internal static class MapScenarios
{
    private const string RecordRemoved = "OP_RESULT_CODE_RECORD_REMOVED";

    public static (string, Func<World, Task>)[] All =>
    [
        ("put-get", PutGetAsync),
        ("put-replaces", PutReplacesAsync),
        ("put-ttl", PutTtlAsync),
        ("get-absent", async world => World.Expect(await world.ValueAsync("nothing"), "absent", "the record")),
        ("get-fields", GetFieldsAsync),
        ("patch-keeps", PatchKeepsAsync),
        ("patch-erases", PatchErasesAsync),
        ("patch-must-exist", PatchMustExistAsync),
        ("remove", RemoveAsync),
        ("batch-each", BatchEachAsync),
        ("batch-atomic", BatchAtomicAsync),
        ("batch-refused", BatchRefusedAsync),
    ];

    private static async Task PutGetAsync(World world)
    {
        var first = await world.PutAsync("milk", World.Object(("title", "Milk"), ("count", 3)));
        World.Expect(first.Version > 0 && !first.Superseded, true, "whether the put changed something");
        var entry = (await world.GetAsync("milk"))!;
        World.Expect(new object[] { entry.Key, (long)entry.Version }, new object[] { "milk", (long)first.Version }, "the entry");
        World.Expect(Values.ToNative(entry.Value), World.Object(("title", "Milk"), ("count", 3)), "the record");
        World.Expect((await world.PutAsync("milk", World.Object(("title", "Oat milk")))).Version > first.Version, true, "whether the version rose");
    }

    private static async Task PutReplacesAsync(World world)
    {
        await world.PutAsync("k", World.Object(("a", 1), ("b", 2)));
        await world.PutAsync("k", World.Object(("b", 3)));
        World.Expect(await world.ValueAsync("k"), World.Object(("b", 3)), "the record");
    }

    private static async Task PutTtlAsync(World world)
    {
        var hence = (ulong)DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await world.PutAsync("k", World.Object(("a", 1)), ttlMs: 3_600_000);
        var expires = (await world.GetAsync("k"))!.ExpiresAtMs;
        World.Expect(Math.Abs((long)expires - (long)hence) < 600_000, true, $"whether {expires} is about {hence}");
        await world.PutAsync("k", World.Object(("a", 2)));
        World.Expect((long)(await world.GetAsync("k"))!.ExpiresAtMs, (long)expires, "the expiry after a write without one");
    }

    private static async Task GetFieldsAsync(World world)
    {
        await world.PutAsync("k", World.Object(("a", World.Object(("x", 1), ("y", 2))), ("b", 3), ("c", 4)));
        World.Expect(
            await world.ValueAsync("k", new FieldPath { Names = { "a", "x" } }, new FieldPath { Names = { "b" } }), World.Object(("a", World.Object(("x", 1))), ("b", 3)), "the fields");
    }

    private static async Task PatchKeepsAsync(World world)
    {
        await world.PutAsync("k", World.Object(("a", 1), ("b", 2)));
        await world.PatchAsync("k", World.Object(("b", 3)));
        World.Expect(await world.ValueAsync("k"), World.Object(("a", 1), ("b", 3)), "the record");
    }

    private static async Task PatchErasesAsync(World world)
    {
        await world.PutAsync("k", World.Object(("a", 1), ("b", 2)));
        await world.PatchAsync("k", World.Object(("c", null)), erase: "a");
        World.Expect(await world.ValueAsync("k"), World.Object(("b", 2), ("c", null)), "the record");
    }

    private static async Task PatchMustExistAsync(World world)
    {
        var refused = await World.RefusalAsync(() => world.PatchAsync("k", World.Object(("a", 1)), mustExist: true), StatusCode.FailedPrecondition, RecordRemoved);
        World.Expect(refused.Metadata["key"], "k", "the key of the refusal");
        await world.PatchAsync("k", World.Object(("a", 1)));
        World.Expect(await world.ValueAsync("k"), World.Object(("a", 1)), "the record");
    }

    private static async Task RemoveAsync(World world)
    {
        await world.PutAsync("k", World.Object(("a", 1)));
        await world.RemoveAsync("k");
        World.Expect(await world.ValueAsync("k"), "absent", "the record");
        await world.RemoveAsync("never written");
    }

    private static async Task BatchEachAsync(World world)
    {
        var results = await BatchAsync(world, false, Put("a", 1), Patch("b", 2), Put("c", 3));
        World.Expect(results.Select(result => result.Code.ToString()), new[] { "Applied", "RecordRemoved", "Applied" }, "the results");
        World.Expect(results[1].Reason.Length > 0, true, "whether the refusal has a reason");
        World.Expect(new[] { await world.ValueAsync("a"), await world.ValueAsync("b"), await world.ValueAsync("c") }, new object[] { 1, "absent", 3 }, "the records");
    }

    private static async Task BatchAtomicAsync(World world)
    {
        var results = await BatchAsync(world, true, Put("a", 1), Put("b", 2));
        World.Expect(results.Select(result => result.Code.ToString()), new[] { "Applied" }, "the results");
        var version = (long)results[0].Version;
        World.Expect(new[] { (long)(await world.GetAsync("a"))!.Version, (long)(await world.GetAsync("b"))!.Version }, new[] { version, version }, "the versions");
    }

    private static async Task BatchRefusedAsync(World world)
    {
        var refused = await World.RefusalAsync(() => BatchAsync(world, true, Put("a", 1), Patch("b", 2)), StatusCode.FailedPrecondition, RecordRemoved);
        World.Expect(refused.Metadata["key"], "b", "the key of the refusal");
        World.Expect(await world.ValueAsync("a"), "absent", "the other record");
    }

    private static async Task<IReadOnlyList<BatchResult>> BatchAsync(World world, bool isAtomic, params BatchWrite[] writes)
        => (await world.Server.WriteAsync((request, options) => world.Server.Map.BatchAsync(request, options), new BatchRequest { Map = world.Map, Atomic = isAtomic, Writes = { writes } })).Results;

    private static BatchWrite Put(string key, long number) => new() { Key = key, Put = Values.ToValue(number) };

    private static BatchWrite Patch(string key, long number) => new() { Key = key, MustExist = true, Patch = new Patch { Set = { ["a"] = Values.ToValue(number) } } };
}
