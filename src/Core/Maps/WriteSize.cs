using TopGun.Core.Sets;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Upper bounds of serialised sizes, cheap enough to take for every op.</summary>
internal static class WriteSize
{
    // A register with its length prefixes, and a timestamp of the longest name.
    private const int PerRegister = 24;
    private const int PerStamp = 128;

    // An element and its tag with their length prefixes; the names of tags' writers stand once.
    private const int PerElement = 12;
    private const int PerTag = 28;
    private const int PerWriter = 88;

    /// <summary>What a write takes at most as an op, or adds at most to the record that it changes, in bytes.</summary>
    public static long Bound(Write write) => PerStamp + 3L * write.Key.Length + write switch
    {
        PatchWrite patch => Fields(patch.Set) + patch.Erase.Sum(field => PerRegister + 3L * field.Length),
        ReplaceWrite replace => Fields(replace.Object.Fields),
        ValueWrite value => Of(value.Value),
        AddElementsWrite add => add.Elements.Count * (long)PerTag + Elements(add.Elements),
        RemoveElementsWrite remove => Elements(remove.Elements ?? []),
        _ => 0L,
    };

    private static long Elements(IReadOnlyList<SeenElement> elements)
    {
        var writers = new HashSet<string>(StringComparer.Ordinal);
        var sum = 0L;
        foreach (var (value, tags) in elements)
        {
            sum += PerElement + Of(value) + PerTag * (long)(tags?.Count ?? 0);
            foreach (var tag in tags ?? []) writers.Add(tag.Writer);
        }

        return sum + PerWriter * (long)writers.Count;
    }

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
