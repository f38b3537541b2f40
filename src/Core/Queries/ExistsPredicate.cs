using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A field is there, whatever its value: null is one.</summary>
/// <param name="Path">The field.</param>
public sealed record ExistsPredicate(FieldPath Path) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => [Path];

    /// <inheritdoc/>
    public override bool Matches(Value value) => Path.In(value) is not null;
}
