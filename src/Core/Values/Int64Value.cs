using System.Globalization;

namespace TopGun.Core.Values;

/// <summary>An integer value of 64 bits.</summary>
public sealed class Int64Value : Value
{
    internal Int64Value(long value) => Number = value;

    /// <summary>The integer.</summary>
    public long Number { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Int64;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is Int64Value value && value.Number == Number;

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
