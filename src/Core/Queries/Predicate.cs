using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A condition on the value of a record. Immutable.</summary>
public abstract record Predicate
{
    private protected Predicate()
    {
    }

    /// <summary>Where it looks.</summary>
    internal abstract IEnumerable<FieldPath> Paths { get; }

    /// <summary>Whether a value meets it. Never fails: a field that is absent or of another kind does not match.</summary>
    public abstract bool Matches(Value value);
}
