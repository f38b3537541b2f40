using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>Cuts values down to some fields.</summary>
public static class Projection
{
    /// <summary>
    /// An object of the fields named that are there, each within the objects that its path leads through; without any of them, and of a
    /// value that is no object, the empty object. Without fields, the value itself.
    /// </summary>
    public static Value Of(Value value, IReadOnlyList<FieldPath> fields) => fields.Count == 0 ? value : Cut(value, fields, 0);

    private static ObjectValue Cut(Value value, IEnumerable<FieldPath> fields, int level)
    {
        var kept = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var below in fields.GroupBy(field => field.Names[level], StringComparer.Ordinal))
        {
            if ((value as ObjectValue)?[below.Key] is not { } found) continue;

            // A field named as a whole keeps all that paths further into it would.
            if (below.Any(field => field.Names.Count == level + 1)) kept[below.Key] = found;
            else if (below.Where(field => field.In(value, level) is not null).ToList() is { Count: > 0 } paths) kept[below.Key] = Cut(found, paths, level + 1);
        }

        return kept.Count == 0 ? ObjectValue.Empty : new ObjectValue(kept);
    }
}
