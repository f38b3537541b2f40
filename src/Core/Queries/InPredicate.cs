using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A field has one of some values; numbers count by what they say.</summary>
public sealed record InPredicate : Predicate
{
    private readonly HashSet<Value> _values;

    /// <summary>Makes a condition that keeps <paramref name="values"/>; the caller must not change them afterwards.</summary>
    public InPredicate(FieldPath path, IReadOnlyList<Value> values)
    {
        Path = path;
        Values = values;
        _values = new(values, NumericComparer.Instance);
    }

    /// <summary>The field.</summary>
    public FieldPath Path { get; }

    /// <summary>The values; none of them matches nothing.</summary>
    public IReadOnlyList<Value> Values { get; }

    /// <inheritdoc/>
    internal override IEnumerable<FieldPath> Paths => [Path];

    /// <inheritdoc/>
    public override bool Matches(Value value) => Path.In(value) is { } found && _values.Contains(found);

    /// <inheritdoc/>
    public bool Equals(InPredicate? other) => other is not null && Path == other.Path && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Path.GetHashCode(), HashCode.Combine);
}
