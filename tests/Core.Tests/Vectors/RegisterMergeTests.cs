using System.Text.Json;
using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Vectors;

public class RegisterMergeTests
{
    public static TheoryData<string> Cases
    {
        get
        {
            using var vectors = Vectors.Open("register-merge.json");
            return [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        }
    }

    [Theory, MemberData(nameof(Cases)), Trait("Invariant", "INV-LWW-2"), Trait("Invariant", "INV-LWW-3")]
    public void Writes_make_the_record_that_every_other_language_makes(string name)
    {
        using var vectors = Vectors.Open("register-merge.json");
        var one = vectors.RootElement.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

        var record = Record.Never;
        foreach (var write in one.GetProperty("writes").EnumerateArray())
        {
            var outcome = LwwMerge.Apply(record, ReadWrite(write), At(write.GetProperty("at")));
            Assert.Equal(write.GetProperty("verdict").GetString(), NameOf(outcome.Verdict));
            record = outcome.Record;
        }

        Assert.Equal(ReadRecord(one.GetProperty("record")), record);
        Assert.Equal(one.TryGetProperty("value", out var value) ? ReadValue(value) : null, record.ToValue());
    }

    private static Write ReadWrite(JsonElement json)
    {
        var seen = Enum.Parse<WriteBase>(json.GetProperty("base").GetString()!, ignoreCase: true);
        return json.GetProperty("kind").GetString() switch
        {
            "patch" => new PatchWrite(
                "key",
                seen,
                json.TryGetProperty("set", out var set) ? ReadObject(set).Fields : ObjectValue.Empty.Fields,
                json.TryGetProperty("erase", out var erase) ? [.. erase.EnumerateArray().Select(field => field.GetString()!)] : []),
            "replace" => new ReplaceWrite("key", seen, ReadObject(json.GetProperty("object"))),
            "value" => new ValueWrite("key", seen, ReadValue(json.GetProperty("value"))),
            "remove" => new RemoveWrite("key", seen),
            var kind => throw new InvalidDataException($"Write of kind {kind}."),
        };
    }

    private static Record ReadRecord(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return Record.Never;

        var root = json.GetProperty("root");
        var kind = Enum.Parse<RootKind>(root.GetProperty("kind").GetString()!, ignoreCase: true);
        var cleared = json.GetProperty("cleared");
        return new Record(
            new RootRegister(At(root.GetProperty("at")), kind, ReadMember(root)),
            cleared.ValueKind == JsonValueKind.Null ? default : At(cleared),
            json.GetProperty("registers").EnumerateObject()
                .ToDictionary(field => field.Name, field => new Register(At(field.Value.GetProperty("at")), ReadMember(field.Value))));
    }

    private static Value? ReadMember(JsonElement json) => json.TryGetProperty("value", out var value) ? ReadValue(value) : null;

    private static ObjectValue ReadObject(JsonElement json)
        => new(json.EnumerateObject().ToDictionary(field => field.Name, field => ReadValue(field.Value)));

    private static Value ReadValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => Value.Null,
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.Number => Value.Of(json.GetInt64()),
        JsonValueKind.String => Value.Of(json.GetString()!),
        JsonValueKind.Array => Value.List([.. json.EnumerateArray().Select(ReadValue)]),
        _ => ReadObject(json),
    };

    private static HlcTimestamp At(JsonElement json)
    {
        var text = json.GetString()!;
        var dot = text.IndexOf('.');
        var sign = text.IndexOf('@');
        return new HlcTimestamp(long.Parse(text[..dot]), ushort.Parse(text[(dot + 1)..sign]), text[(sign + 1)..]);
    }

    private static string NameOf(WriteVerdict verdict) => verdict switch
    {
        WriteVerdict.Applied => "applied",
        WriteVerdict.Superseded => "superseded",
        _ => "record_removed",
    };
}
