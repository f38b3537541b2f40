using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>The test vectors of the contract.</summary>
internal static class VectorScenarios
{
    public static (string, Func<World, Task>)[] All => [("vector-hlc", Hlc), ("vector-record", RecordBytes), ("vector-digest", Digest)];

    private static Task Hlc(World world)
    {
        HlcTimestamp[] stamps =
        [
            .. World.Data("hlc-order.json").GetProperty("ascending").EnumerateArray().Select(stamp => new HlcTimestamp
            {
                Millis = stamp.GetProperty("millis").GetUInt64(), Counter = stamp.GetProperty("counter").GetUInt32(), NodeId = stamp.GetProperty("node_id").GetString(),
            }),
        ];
        for (var i = 0; i < stamps.Length; i++)
            for (var j = 0; j < stamps.Length; j++)
                World.Expect(Math.Sign(StampOrder.Instance.Compare(stamps[i], stamps[j])), Math.Sign(i - j), $"the order of {i} and {j}");
        return Task.CompletedTask;
    }

    private static Task RecordBytes(World world)
    {
        var cases = World.Data("register-merge.json").GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("record").ValueKind != JsonValueKind.Null).ToList();
        World.Expect(cases.Count > 0, true, "whether there are cases");
        foreach (var one in cases)
        {
            var isLive = Records.TryRead(Made(one.GetProperty("record")).ToByteString(), out var value);
            World.Expect(isLive, one.TryGetProperty("value", out var expected), one.GetProperty("name").GetString()!);
            if (isLive) World.Expect(value, Native(expected), one.GetProperty("name").GetString()!);
        }

        SetsAndCounters();
        return Task.CompletedTask;
    }

    private static void SetsAndCounters()
    {
        var cases = World.Data("typed-records.json").GetProperty("cases").EnumerateArray().ToList();
        World.Expect(cases.Count > 0, true, "whether there are sets and counters");
        foreach (var one in cases)
        {
            var name = one.GetProperty("name").GetString()!;
            var bytes = ByteString.CopyFrom(Convert.FromHexString(one.GetProperty("record").GetString()!));
            var isLive = Records.TryRead(bytes, out var value);
            World.Expect(isLive, one.TryGetProperty("value", out var expected), name);
            if (isLive) World.Expect(value, Values.ToNative(JsonParser.Default.Parse<Value>(expected.GetRawText())), name);
            var seen = Records.SeenElements(bytes);
            World.Expect(
                seen.Elements.Select(element => string.Join(' ', element.Tags.Select(tag => $"{seen.Writers[(int)tag.Writer]}/{tag.Number}/{tag.Index}"))).ToArray(),
                one.GetProperty("seen").EnumerateArray().Select(tags => string.Join(' ', tags.EnumerateArray())).ToArray(),
                $"who added what: {name}");
        }
    }

    private static Task Digest(World world)
    {
        foreach (var one in World.Data("digest.json").GetProperty("cases").EnumerateArray())
        {
            DigestEntry[] entries = [.. EntriesOf(one)];
            foreach (var digest in one.GetProperty("digests").EnumerateObject())
            {
                byte[] prefix = [.. digest.Name.Select(nibble => Convert.ToByte($"{nibble}", 16))];
                World.Expect(Convert.ToHexStringLower(MapDigest.Of(entries, prefix)), digest.Value.GetString(), $"{one.GetProperty("name")}, below '{digest.Name}'");
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<DigestEntry> EntriesOf(JsonElement one)
    {
        if (one.TryGetProperty("records", out var records))
            return records.EnumerateArray().Select(record => new DigestEntry(
                record.GetProperty("key").GetString()!, record.GetProperty("version").GetUInt64(), Convert.FromHexString(record.GetProperty("record").GetString()!)));
        var numbers = one.TryGetProperty("indices", out var indices)
            ? indices.EnumerateArray().Select(index => index.GetInt32())
            : Enumerable.Range(one.GetProperty("first").GetInt32(), one.GetProperty("count").GetInt32());
        return numbers.Select(i => new DigestEntry($"key-{i}", (ulong)i, SHA256.HashData(Encoding.UTF8.GetBytes($"key-{i}"))));
    }

    private static Record Made(JsonElement said)
    {
        var record = new Record();
        var root = said.GetProperty("root");
        record.RootKind = Enum.Parse<RootKind>(root.GetProperty("kind").GetString()!, ignoreCase: true);
        record.RootAt = At(root.GetProperty("at"));
        if (root.TryGetProperty("value", out var value)) record.RootValue = Values.ToValue(Native(value));
        if (said.GetProperty("cleared") is { ValueKind: not JsonValueKind.Null } cleared) record.ClearedAt = At(cleared);
        foreach (var register in said.GetProperty("registers").EnumerateObject())
        {
            var added = new Register { Field = register.Name, At = At(register.Value.GetProperty("at")) };
            if (register.Value.TryGetProperty("value", out var field)) added.Value = Values.ToValue(Native(field));
            record.Registers.Add(added);
        }

        return record;

        uint At(JsonElement text)
        {
            var (time, nodeId) = Split(text.GetString()!, '@');
            var (millis, counter) = Split(time, '.');
            record.Stamps.Add(new HlcTimestamp { Millis = ulong.Parse(millis), Counter = uint.Parse(counter), NodeId = nodeId });
            return (uint)record.Stamps.Count - 1;
        }
    }

    private static (string, string) Split(string text, char at) => (text[..text.IndexOf(at)], text[(text.IndexOf(at) + 1)..]);

    // A number of these files is an int64.
    private static object? Native(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => json.GetInt64(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Array => json.EnumerateArray().Select(Native).ToList(),
        _ => json.EnumerateObject().ToDictionary(field => field.Name, field => Native(field.Value)),
    };
}
