using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>Compares a field with a value in the order of <see cref="ValueOrder"/>.</summary>
/// <param name="Path">The field.</param>
/// <param name="Operator">How.</param>
/// <param name="Operand">The value to compare with.</param>
public sealed record ComparePredicate(FieldPath Path, CompareOperator Operator, Value Operand) : Predicate
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => [Path];

    /// <inheritdoc/>
    public override bool Matches(Value value)
    {
        var found = Path.In(value);
        if (found is null || !ValueOrder.IsSameKind(found, Operand)) return Operator is CompareOperator.NotEqual;

        var order = ValueOrder.Instance.Compare(found, Operand);
        return Operator switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.NotEqual => order != 0,
            CompareOperator.Less => order < 0,
            CompareOperator.LessOrEqual => order <= 0,
            CompareOperator.Greater => order > 0,
            CompareOperator.GreaterOrEqual => order >= 0,
            _ => false,
        };
    }
}
