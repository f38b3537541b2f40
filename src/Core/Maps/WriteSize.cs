using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Upper bounds of serialised sizes, cheap enough to take for every op.</summary>
internal static class WriteSize
{
    // A register with its length prefixes, and a timestamp of the longest name.
    private const int PerRegister = 24;
    private const int PerStamp = 128;

    /// <summary>What a write takes at most as an op, or adds at most to the record that it changes, in bytes.</summary>
    public static long Bound(Write write) => PerStamp + 3L * write.Key.Length + write switch
    {
        PatchWrite patch => Fields(patch.Set) + patch.Erase.Sum(field => PerRegister + 3L * field.Length),
        ReplaceWrite replace => Fields(replace.Object.Fields),
        ValueWrite value => Of(value.Value),
        _ => 0L,
    };

    private static long Fields(IReadOnlyDictionary<string, Value> fields)
    {
        var sum = 0L;
        foreach (var (name, value) in fields) sum += PerRegister + 3L * name.Length + Of(value);
        return sum;
    }

    private static long Of(Value value) => value switch
    {
        StringValue text => 12 + 3L * text.Text.Length,
        BytesValue bytes => 12 + bytes.Bytes.Length,
        ListValue list => 12 + list.Items.Sum(item => 6 + Of(item)),
        ObjectValue nested => 12 + Fields(nested.Fields),
        _ => 12,
    };
}
