using System.Globalization;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Values;

namespace TopGun.Core.Sync;

/// <summary>What writes must keep to. A client asks at the call, the server when the op arrives: the same code, the same answer.</summary>
public static class WriteRules
{
    /// <summary>The shortest time that a record can be given to live, in milliseconds: a second.</summary>
    public const long MinTtlMs = 1_000;

    /// <summary>The longest time that a record can be given to live, in milliseconds: ten years of 365 days.</summary>
    public const long MaxTtlMs = 10L * 365 * 24 * 60 * 60 * 1000;

    /// <summary>What is wrong with a write, or null when it may be merged.</summary>
    /// <remarks>
    /// Bytes and depth are those of <see cref="ValueMeasure"/>, taken of the value that the write makes by itself: the fields of a
    /// patch count as the object that they make. The record that comes out of merging is measured by who merges.
    /// </remarks>
    public static OpFault? FaultIn(Write write, SyncLimits limits) => FaultInKey(write.Key, limits) ?? FaultInTtl(write) ?? write switch
    {
        PatchWrite patch => FaultInErasures(patch, limits) ?? FaultInMeasure(ValueMeasure.OfObject(patch.Set), limits),
        ReplaceWrite replace => FaultInMeasure(ValueMeasure.Of(replace.Object), limits),
        ValueWrite { Value: ObjectValue } => OpFault.Invalid($"An object is written as a value; it travels as a replace."),
        ValueWrite value => FaultInMeasure(ValueMeasure.Of(value.Value), limits),
        AddElementsWrite { Elements.Count: 0 } => OpFault.Invalid($"Addition of 0 elements; at least 1 is added."),
        AddElementsWrite add => FaultInElements(add.Elements, limits),
        RemoveElementsWrite { Elements: { } removed } => FaultInElements(removed, limits),
        CountWrite { Delta: 0 } => OpFault.Invalid($"Delta of 0; a counter counts up or down."),
        _ => null,
    };

    /// <summary>What is wrong with the writes of an op, or null when they may be merged, all of them or none.</summary>
    public static OpFault? FaultIn(IReadOnlyList<OpWrite> writes, SyncLimits limits)
    {
        if (writes.Count == 1) return FaultIn(writes[0].Write, limits);
        if (writes.Count == 0) return OpFault.Invalid($"Group of 0 writes; 1 to {limits.MaxGroupWrites:N0} are accepted.");
        if (writes.Count > limits.MaxGroupWrites) return OpFault.TooLarge($"Group of {writes.Count:N0} writes; at most {limits.MaxGroupWrites:N0} are accepted.");

        var keys = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var (write, _) in writes)
        {
            // A key that is wrong itself is not sent back.
            if (FaultInKey(write.Key, limits) is { } wrong) return wrong;
            if (FaultIn(write, limits) is { } fault) return fault with { Key = write.Key };
            if (!keys.Add(write.Key)) return OpFault.Invalid($"Two writes of a group have the same key; each is of another one.") with { Key = write.Key };
            bytes += BytesOf(write);
        }

        return bytes > limits.MaxGroupBytes ? OpFault.TooLarge($"Group of {bytes:N0} bytes; at most {limits.MaxGroupBytes:N0} are accepted.") : null;
    }

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string text, SyncLimits limits) => FaultInKey(text, limits) is null;

    /// <summary>What a write counts for in a group, in bytes: its key, its value, and the names of the fields that it erases.</summary>
    private static long BytesOf(Write write) => ValueMeasure.OfName(write.Key).Bytes + write switch
    {
        PatchWrite patch => ValueMeasure.OfObject(patch.Set).Bytes + patch.Erase.Sum(field => ValueMeasure.OfName(field).Bytes),
        ReplaceWrite replace => ValueMeasure.Of(replace.Object).Bytes,
        ValueWrite value => ValueMeasure.Of(value.Value).Bytes,
        AddElementsWrite add => ValueMeasure.Of(ValuesOf(add.Elements)).Bytes,
        RemoveElementsWrite { Elements: { } removed } => ValueMeasure.Of(ValuesOf(removed)).Bytes,
        _ => 0L,
    };

    private static OpFault? FaultInKey(string key, SyncLimits limits)
    {
        var measure = ValueMeasure.OfName(key);
        if (measure.Bytes > limits.MaxKeyBytes) return OpFault.TooLarge($"Key of {measure.Bytes:N0} bytes; at most {limits.MaxKeyBytes:N0} are accepted.");
        if (measure.Bytes == 0) return OpFault.Invalid($"Key of 0 bytes; 1 to {limits.MaxKeyBytes:N0} are accepted.");
        return measure.Flaws != TextFlaws.None ? OpFault.Invalid($"The key is not well-formed Unicode: it has half of a surrogate pair.") : null;
    }

    private static OpFault? FaultInTtl(Write write)
    {
        if (write.TtlMs is not { } ttlMs) return null;
        if (write.Type != MapType.Lww) return OpFault.Invalid($"Write to a set or a counter with a ttl of {ttlMs:N0} ms; neither has one.");
        if (write.IsRemoval) return OpFault.Invalid($"Removal with a ttl of {ttlMs:N0} ms; only a record that lives has one.");
        return ttlMs is < MinTtlMs or > MaxTtlMs ? OpFault.Invalid($"Ttl of {ttlMs:N0} ms; {MinTtlMs:N0} to {MaxTtlMs:N0} are accepted.") : null;
    }

    private static OpFault? FaultInErasures(PatchWrite patch, SyncLimits limits)
    {
        foreach (var field in patch.Erase)
        {
            var measure = ValueMeasure.OfName(field);
            if (FaultInNames(measure, limits) is { } fault) return fault;
            if (patch.Set.ContainsKey(field)) return OpFault.Invalid($"Field \"{field}\" is both set and erased; a patch names a field once.");
        }

        return null;
    }

    private static OpFault? FaultInElements(IReadOnlyList<SeenElement> elements, SyncLimits limits)
    {
        if (elements.Count > limits.MaxSetElements)
            return OpFault.TooLarge($"Write of {elements.Count:N0} elements; at most {limits.MaxSetElements:N0} are accepted.");
        // They are measured first: of a value that is too deep nobody computes a hash.
        var values = ValuesOf(elements);
        if (FaultInMeasure(ValueMeasure.Of(values), limits) is { } fault) return fault;
        if (new HashSet<Value>(values.Items).Count < elements.Count) return OpFault.Invalid($"Two elements of a write are equal; each stands in it once.");
        foreach (var element in elements)
            if (element.Tags is { Count: > SeenElement.MaxTags } tags)
                return OpFault.TooLarge($"Element with {tags.Count:N0} tags; at most {SeenElement.MaxTags:N0} are accepted.");
        return null;
    }

    private static ListValue ValuesOf(IReadOnlyList<SeenElement> elements) => new([.. elements.Select(element => element.Value)]);

    private static OpFault? FaultInMeasure(ValueMeasure measure, SyncLimits limits)
    {
        // Depth first: of a value that is too deep nobody knows the bytes.
        if (measure.Depth > limits.MaxValueDepth)
            return OpFault.TooLarge($"Value of {Levels(measure.Depth)} levels; at most {limits.MaxValueDepth:N0} are accepted.");
        if (measure.Bytes > limits.MaxValueBytes)
            return OpFault.TooLarge($"Value of {measure.Bytes:N0} bytes; at most {limits.MaxValueBytes:N0} are accepted.");
        return FaultInNames(measure, limits);
    }

    private static OpFault? FaultInNames(ValueMeasure measure, SyncLimits limits)
    {
        if (measure.LongestNameBytes > limits.MaxFieldNameBytes)
            return OpFault.TooLarge($"Field name of {measure.LongestNameBytes:N0} bytes; at most {limits.MaxFieldNameBytes:N0} are accepted.");
        if (measure.Flaws.HasFlag(TextFlaws.EmptyName))
            return OpFault.Invalid($"Field name of 0 bytes; 1 to {limits.MaxFieldNameBytes:N0} are accepted.");
        return measure.Flaws.HasFlag(TextFlaws.IllFormed)
            ? OpFault.Invalid($"A text or a field name is not well-formed Unicode: it has half of a surrogate pair.")
            : null;
    }

    private static string Levels(int depth)
        => depth > ValueMeasure.DeepestLook ? $"more than {ValueMeasure.DeepestLook}" : depth.ToString("N0", CultureInfo.InvariantCulture);
}
