namespace TopGun.Core.Values;

/// <summary>A boolean value.</summary>
public sealed class BoolValue : Value
{
    internal BoolValue(bool value) => Truth = value;

    /// <summary>The boolean.</summary>
    public bool Truth { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Bool;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is BoolValue value && value.Truth == Truth;

    /// <inheritdoc/>
    public override int GetHashCode() => Truth ? 1 : 2;

    /// <inheritdoc/>
    public override string ToString() => Truth ? "true" : "false";
}
