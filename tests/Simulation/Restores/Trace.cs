using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Simulation.Restores;

/// <summary>What one write left in a record: a field's value, or the removal of the key. In a world of restores no value is written twice.</summary>
/// <param name="Key">The key.</param>
/// <param name="Field">The field; null for a removal.</param>
/// <param name="Value">What was written; null for a removal.</param>
/// <param name="At">When.</param>
internal readonly record struct Trace(string Key, string? Field, Value? Value, HlcTimestamp At)
{
    /// <summary>What all writes left that a record still shows.</summary>
    public static IEnumerable<Trace> In(string key, Record record)
    {
        if (!record.IsLive) yield return new Trace(key, null, null, record.Root.At);
        foreach (var (field, register) in record.Registers)
            if (register.Value is { } value) yield return new Trace(key, field, value, register.At);
    }

    /// <summary>What an op leaves.</summary>
    public static IEnumerable<Trace> Of(Write write, HlcTimestamp at) => write switch
    {
        PatchWrite patch => patch.Set.Select(field => new Trace(write.Key, field.Key, field.Value, at)),
        ReplaceWrite replace => replace.Object.Fields.Select(field => new Trace(write.Key, field.Key, field.Value, at)),
        _ => [new Trace(write.Key, null, null, at)],
    };

    /// <summary>Whether a record has it, or something newer in its place.</summary>
    public bool IsIn(Record record) => Field is null
        ? !record.IsLive || record.Cleared >= At || record.Root.At > At
        : record.Cleared >= At || record.Registers.GetValueOrDefault(Field).At >= At;

    /// <summary>Whether a later write to its key leaves nothing of it.</summary>
    public bool IsOverwrittenBy(Write write, HlcTimestamp at) => at > At && (write is not PatchWrite patch || Field is null || patch.Set.ContainsKey(Field));

    /// <summary>Whether another says the same: of removals the time is all there is to tell them by.</summary>
    public bool IsToldBy(Trace other) => Key == other.Key && Field == other.Field && (Field is null || Equals(Value, other.Value));
}
