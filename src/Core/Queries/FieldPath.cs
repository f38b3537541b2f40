using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>Where in a value to look: the names of fields from the outside in. Without names it is the value itself.</summary>
/// <param name="Names">The names; kept, so the caller must not change them afterwards.</param>
public sealed record FieldPath(IReadOnlyList<string> Names)
{
    /// <summary>Makes a path of names.</summary>
    public static FieldPath Of(params string[] names) => new(names);

    /// <summary>What stands there, or null when nothing does. A path leads through objects only, never into a list.</summary>
    public Value? In(Value value) => In(value, 0);

    /// <summary>What stands where the names from <paramref name="level"/> on lead to from <paramref name="value"/>, or null.</summary>
    internal Value? In(Value value, int level)
    {
        Value? found = value;
        for (var i = level; i < Names.Count && found is not null; i++) found = (found as ObjectValue)?[Names[i]];
        return found;
    }

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in Names) hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', Names);
}
