using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A field is a list with an item, or a text with another text in it.</summary>
/// <param name="Path">The field.</param>
/// <param name="Part">The item, where numbers count by what they say; or the text, letter by letter.</param>
public sealed record ContainsPredicate(FieldPath Path, Value Part) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => [Path];

    /// <inheritdoc/>
    public override bool Matches(Value value) => Path.In(value) switch
    {
        ListValue list => list.Items.Any(item => Value.NumericallyEquals(item, Part)),
        StringValue found => Part is StringValue part && found.Text.Contains(part.Text, StringComparison.Ordinal),
        _ => false,
    };
}
