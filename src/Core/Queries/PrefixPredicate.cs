using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A field is a text that begins with another, letter by letter: case counts, and nothing is normalised.</summary>
/// <param name="Path">The field.</param>
/// <param name="Prefix">How it begins; the empty text begins every text.</param>
public sealed record PrefixPredicate(FieldPath Path, string Prefix) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => [Path];

    /// <inheritdoc/>
    public override bool Matches(Value value)
        => Path.In(value) is StringValue found && found.Text.StartsWith(Prefix, StringComparison.Ordinal);
}
