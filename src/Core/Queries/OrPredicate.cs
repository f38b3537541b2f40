using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>At least one of some conditions; false when there are none.</summary>
/// <param name="Parts">The conditions.</param>
public sealed record OrPredicate(IReadOnlyList<Predicate> Parts) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => Parts.SelectMany(part => part.Paths);

    /// <inheritdoc/>
    public override bool Matches(Value value) => Parts.Any(part => part.Matches(value));

    /// <inheritdoc/>
    public bool Equals(OrPredicate? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(Parts.Count, HashCode.Combine);
}
