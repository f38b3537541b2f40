using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Core.Partitions;

/// <summary>Upper bounds of serialised sizes, so that only records near the limit have to be serialised to be measured.</summary>
internal static class RecordSize
{
    // A register, its length prefixes, and a timestamp of the longest name.
    private const int PerRegister = 24;
    private const int PerStamp = 128;

    /// <summary>What a record of at most <paramref name="before"/> bytes takes at most after a write.</summary>
    public static int BoundAfter(int before, Write write) => (int)Math.Min(int.MaxValue, PerStamp + before + write switch
    {
        PatchWrite patch => Fields(patch.Set) + patch.Erase.Sum(field => (long)PerRegister + 3 * field.Length),
        ReplaceWrite replace => Fields(replace.Object.Fields),
        ValueWrite value => Of(value.Value),
        _ => 0L,
    });

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
