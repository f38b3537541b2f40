using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>All of some conditions; true when there are none.</summary>
/// <param name="Parts">The conditions.</param>
public sealed record AndPredicate(IReadOnlyList<Predicate> Parts) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => Parts.SelectMany(part => part.Paths);

    /// <inheritdoc/>
    public override bool Matches(Value value) => Parts.All(part => part.Matches(value));

    /// <inheritdoc/>
    public bool Equals(AndPredicate? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(Parts.Count, HashCode.Combine);
}
