using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Changes some fields and leaves the others: a patch, or the difference that a <c>Set</c> makes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Base">What the writer saw under the key.</param>
/// <param name="Set">The fields written.</param>
/// <param name="Erase">The fields erased.</param>
public sealed record PatchWrite(string Key, WriteBase Base, IReadOnlyDictionary<string, Value> Set, IReadOnlyList<string> Erase)
    : Write(Key, Base)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;

    /// <summary>The patch that makes <paramref name="to"/> out of <paramref name="from"/>, which the writer held in full.</summary>
    public static PatchWrite Difference(string key, ObjectValue from, ObjectValue to)
    {
        var set = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (field, value) in to.Fields)
            if (!value.Equals(from[field])) set[field] = value;

        return new PatchWrite(key, WriteBase.Live, set, [.. from.Fields.Keys.Where(field => !to.Fields.ContainsKey(field))]);
    }
}
