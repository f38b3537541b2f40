using Google.Protobuf;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Values of every kind, there and back.</summary>
internal static class ValueScenarios
{
    private static readonly string[] Kinds = ["null", "bool", "int64", "double", "string", "bytes", "list", "object", "nested"];

    public static IEnumerable<(string, Func<World, Task>)> All => Kinds.Select(kind => ($"value-{kind}", (Func<World, Task>)(world => ThereAndBackAsync(world, $"value-{kind}"))));

    private static async Task ThereAndBackAsync(World world, string scenario)
    {
        var cases = World.Data("values.json").GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("scenario").GetString() == scenario).ToList();
        World.Expect(cases.Count > 0, true, "whether there are cases");
        foreach (var one in cases)
        {
            var (name, expected) = (one.GetProperty("name").GetString()!, JsonParser.Default.Parse<Value>(one.GetProperty("value").GetRawText()));
            var made = Values.ToValue(Values.ToNative(expected));
            Same(made, expected, $"{name}, made natively,");
            await world.Server.Map.PutAsync(new PutRequest { Map = world.Map, Key = name, Value = made }, deadline: World.Deadline);
            Same((await world.GetAsync(name))!.Value, expected, $"{name}, got,");
        }
    }

    // Doubles are compared by their bits, any NaN being one.
    private static void Same(Value actual, Value expected, string what)
    {
        if (!actual.Equals(expected)) throw new InvalidOperationException($"{what} is {actual}; {expected} was expected");
    }
}
