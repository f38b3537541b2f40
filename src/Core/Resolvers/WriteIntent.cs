using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>What a writer meant the record to become.</summary>
internal static class WriteIntent
{
    /// <summary>The value as the writer meant it: the fields of a patch laid over the value that is there, or the whole; null for a removal.</summary>
    public static Value? Of(Value? local, Write write) => write switch
    {
        PatchWrite patch => Overlay(local as ObjectValue ?? ObjectValue.Empty, patch),
        ReplaceWrite replace => replace.Object,
        ValueWrite value => value.Value,
        _ => null,
    };

    private static ObjectValue Overlay(ObjectValue local, PatchWrite patch)
    {
        var fields = new Dictionary<string, Value>(local.Fields, StringComparer.Ordinal);
        foreach (var field in patch.Erase) fields.Remove(field);
        foreach (var (field, value) in patch.Set) fields[field] = value;
        return new ObjectValue(fields);
    }
}
