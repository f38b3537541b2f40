using System.Diagnostics.CodeAnalysis;

namespace TopGun.Core.Values;

/// <summary>Compares values by <see cref="Value.NumericallyEquals"/>, for sets of them.</summary>
public sealed class NumericComparer : IEqualityComparer<Value>
{
    private NumericComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static NumericComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Value? x, Value? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Value.NumericallyEquals(x, y));

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Value obj)
    {
        switch (obj)
        {
            case Int64Value integer:
                return ((double)integer.Number).GetHashCode();
            case ListValue list:
                var hash = new HashCode();
                foreach (var item in list.Items) hash.Add(GetHashCode(item));
                return hash.ToHashCode();
            case ObjectValue whole:
                // A sum, because equal objects may list their names in different orders.
                var sum = 0;
                foreach (var (name, value) in whole.Fields) sum += HashCode.Combine(string.GetHashCode(name, StringComparison.Ordinal), GetHashCode(value));
                return sum;
            default:
                return obj.GetHashCode();
        }
    }
}
