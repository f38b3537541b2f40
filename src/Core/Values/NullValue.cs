namespace TopGun.Core.Values;

/// <summary>The null value.</summary>
public sealed class NullValue : Value
{
    internal NullValue()
    {
    }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Null;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is NullValue;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => "null";
}
