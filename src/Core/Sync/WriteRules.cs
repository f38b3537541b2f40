using System.Globalization;
using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Core.Sync;

/// <summary>What a single write must keep to. A client asks at the call, the server when the op arrives: the same code, the same answer.</summary>
public static class WriteRules
{
    /// <summary>What is wrong with a write, or null when it may be merged.</summary>
    /// <remarks>
    /// Bytes and depth are those of <see cref="ValueMeasure"/>, taken of the value that the write makes by itself: the fields of a
    /// patch count as the object that they make. The record that comes out of merging is measured by who merges.
    /// </remarks>
    public static OpFault? FaultIn(Write write, SyncLimits limits) => FaultInKey(write.Key, limits) ?? write switch
    {
        PatchWrite patch => FaultInErasures(patch, limits) ?? FaultInMeasure(ValueMeasure.OfObject(patch.Set), limits),
        ReplaceWrite replace => FaultInMeasure(ValueMeasure.Of(replace.Object), limits),
        ValueWrite { Value: ObjectValue } => OpFault.Invalid($"An object is written as a value; it travels as a replace."),
        ValueWrite value => FaultInMeasure(ValueMeasure.Of(value.Value), limits),
        _ => null,
    };

    private static OpFault? FaultInKey(string key, SyncLimits limits)
    {
        var measure = ValueMeasure.OfName(key);
        if (measure.Bytes > limits.MaxKeyBytes) return OpFault.TooLarge($"Key of {measure.Bytes:N0} bytes; at most {limits.MaxKeyBytes:N0} are accepted.");
        if (measure.Bytes == 0) return OpFault.Invalid($"Key of 0 bytes; 1 to {limits.MaxKeyBytes:N0} are accepted.");
        return measure.Flaws != TextFlaws.None ? OpFault.Invalid($"The key is not well-formed Unicode: it has half of a surrogate pair.") : null;
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
