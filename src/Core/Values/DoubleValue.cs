using System.Globalization;

namespace TopGun.Core.Values;

/// <summary>A floating-point value of 64 bits.</summary>
public sealed class DoubleValue : Value
{
    internal DoubleValue(double value) => Number = value;

    /// <summary>The number; any IEEE 754 double, also an infinity or NaN.</summary>
    public double Number { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Double;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is DoubleValue value && value.Number.Equals(Number);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Number.ToString("R", CultureInfo.InvariantCulture);
}
