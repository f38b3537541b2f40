using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>The opposite of a condition; so it is met by absent fields where the condition is not.</summary>
/// <param name="Part">The condition.</param>
public sealed record NotPredicate(Predicate Part) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => Part.Paths;

    /// <inheritdoc/>
    public override bool Matches(Value value) => !Part.Matches(value);
}
