using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Protocol.Frames;

/// <summary>Elements of sets with the tags under which they were seen, and their form on the wire.</summary>
internal static class ElementMapping
{
    public static Wire.AddElements ToWire(AddElementsWrite add)
    {
        var wire = new Wire.AddElements();
        wire.Elements.AddRange(ToWire(add.Elements, wire.Writers));
        return wire;
    }

    /// <summary>Makes a removal travel. One of whatever there is has no form of its own: it is made by the server only.</summary>
    public static Wire.RemoveElements ToWire(RemoveElementsWrite remove)
    {
        var wire = new Wire.RemoveElements();
        wire.Elements.AddRange(ToWire(remove.Elements ?? [], wire.Writers));
        return wire;
    }

    /// <summary>Reads elements with their tags.</summary>
    public static OpFault? Read(IReadOnlyList<Wire.SeenElement> wire, IReadOnlyList<string> writers, SyncLimits limits, out IReadOnlyList<SeenElement> elements)
    {
        elements = [];
        if (TooMany(wire.Count, limits) is { } tooMany) return tooMany;
        foreach (var writer in writers)
            if (!TimestampMapping.IsClockName(writer)) return OpFault.Invalid($"Writer of a tag with a name of {writer.Length:N0} characters; 1 to {HlcTimestamp.MaxNodeIdBytes} of ASCII are valid.");

        var read = new SeenElement[wire.Count];
        for (var i = 0; i < read.Length; i++)
        {
            if (wire[i].Value is not { } value) return OpFault.Invalid($"An element has no value; it is required.");
            if (ValueMapping.Read(value, limits, 1, out var element) is { } fault) return fault;
            if (ReadTags(wire[i].Tags, writers, out var tags) is { } wrong) return wrong;
            read[i] = new SeenElement(element, tags);
        }

        elements = read;
        return null;
    }

    /// <summary>Reads elements without tags: of a caller that means what is committed.</summary>
    public static OpFault? Read(IReadOnlyList<Wire.Value> wire, SyncLimits limits, out IReadOnlyList<SeenElement> elements)
    {
        elements = [];
        if (TooMany(wire.Count, limits) is { } tooMany) return tooMany;
        var read = new SeenElement[wire.Count];
        for (var i = 0; i < read.Length; i++)
        {
            if (ValueMapping.Read(wire[i], limits, 1, out var element) is { } fault) return fault;
            read[i] = new SeenElement(element, null);
        }

        elements = read;
        return null;
    }

    private static IEnumerable<Wire.SeenElement> ToWire(IReadOnlyList<SeenElement> elements, ICollection<string> writers)
    {
        var indexes = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var (value, tags) in elements)
        {
            var element = new Wire.SeenElement { Value = ValueMapping.ToWire(value) };
            foreach (var tag in tags ?? [])
            {
                if (!indexes.TryGetValue(tag.Writer, out var index))
                {
                    indexes.Add(tag.Writer, index = (uint)writers.Count);
                    writers.Add(tag.Writer);
                }

                element.Tags.Add(new Wire.ElementTag { Writer = index, Number = checked((ulong)tag.Number), Index = checked((uint)tag.Index) });
            }

            yield return element;
        }
    }

    private static OpFault? ReadTags(IReadOnlyList<Wire.ElementTag> wire, IReadOnlyList<string> writers, out IReadOnlyList<ElementTag> tags)
    {
        tags = [];
        var read = new ElementTag[wire.Count];
        for (var i = 0; i < read.Length; i++)
        {
            var tag = wire[i];
            if (tag.Writer >= writers.Count) return OpFault.Invalid($"A tag names writer {tag.Writer:N0} of {writers.Count:N0}, counted from 0.");
            if (tag.Number is 0 or > long.MaxValue) return OpFault.Invalid($"A tag names op {tag.Number:N0}; 1 to {long.MaxValue:N0} are valid.");
            if (tag.Index > int.MaxValue) return OpFault.Invalid($"A tag names element {tag.Index:N0} of an op; 0 to {int.MaxValue:N0} are valid.");
            read[i] = new ElementTag(writers[(int)tag.Writer], (long)tag.Number, (int)tag.Index);
        }

        tags = read;
        return null;
    }

    // Before anything is made of them.
    private static OpFault? TooMany(int count, SyncLimits limits) => count > limits.MaxSetElements
        ? OpFault.TooLarge($"Write of {count:N0} elements; at most {limits.MaxSetElements:N0} are accepted.")
        : null;
}
