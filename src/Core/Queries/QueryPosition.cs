using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A place in the order of a query: where a page ended and the next one goes on, whatever was written in between.</summary>
/// <param name="SortValues">The values of the sort fields there, one for each; null where the field is absent.</param>
/// <param name="Key">The key there.</param>
public sealed record QueryPosition(IReadOnlyList<Value?> SortValues, string Key)
{
    /// <inheritdoc/>
    public bool Equals(QueryPosition? other) => other is not null && Key == other.Key && SortValues.SequenceEqual(other.SortValues);

    /// <inheritdoc/>
    public override int GetHashCode() => SortValues.Aggregate(Key.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
