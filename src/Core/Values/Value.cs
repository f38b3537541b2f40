namespace TopGun.Core.Values;

/// <summary>A value as applications store it: null, bool, int64, double, string, bytes, list or object.</summary>
/// <remarks>
/// Immutable, so it can be shared by threads and by replicas. Equality is structural and keeps the kinds apart:
/// the integer 1 and the double 1.0 travel differently and are not equal here; <see cref="NumericallyEquals"/>
/// is the comparison of queries and resolvers. Two NaN are equal, so that a value equals itself.
/// </remarks>
public abstract class Value : IEquatable<Value>
{
    private protected Value()
    {
    }

    /// <summary>What kind of value this is.</summary>
    public abstract ValueKind Kind { get; }

    /// <summary>The null value.</summary>
    public static Value Null { get; } = new NullValue();

    /// <summary>The value true.</summary>
    public static Value True { get; } = new BoolValue(true);

    /// <summary>The value false.</summary>
    public static Value False { get; } = new BoolValue(false);

    /// <summary>Makes a boolean value.</summary>
    public static Value Of(bool value) => value ? True : False;

    /// <summary>Makes an integer value.</summary>
    public static Value Of(long value) => new Int64Value(value);

    /// <summary>Makes a floating-point value.</summary>
    public static Value Of(double value) => new DoubleValue(value);

    /// <summary>Makes a text value.</summary>
    public static Value Of(string value) => new StringValue(value);

    /// <summary>Makes a value of bytes, which the caller must not change afterwards.</summary>
    public static Value Of(ReadOnlyMemory<byte> value) => new BytesValue(value);

    /// <summary>Makes a list, which keeps the given array; the caller must not change it afterwards.</summary>
    public static Value List(params Value[] items) => new ListValue(items);

    /// <summary>Makes an object from names and values; a name given twice keeps its last value.</summary>
    public static ObjectValue Object(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var builder = new Dictionary<string, Value>(fields.Length, StringComparer.Ordinal);
        foreach (var (name, value) in fields) builder[name] = value;
        return new ObjectValue(builder);
    }

    /// <summary>Converts a boolean.</summary>
    public static implicit operator Value(bool value) => Of(value);

    /// <summary>Converts an integer.</summary>
    public static implicit operator Value(long value) => Of(value);

    /// <summary>Converts a floating-point number.</summary>
    public static implicit operator Value(double value) => Of(value);

    /// <summary>Converts a text.</summary>
    public static implicit operator Value(string value) => Of(value);

    /// <summary>Whether two values are the same, where numbers count by what they say: 1 and 1.0 are the same.</summary>
    public static bool NumericallyEquals(Value left, Value right) => ReferenceEquals(left, right) || (left, right) switch
    {
        (Int64Value l, DoubleValue r) => r.Number == l.Number && IsExact(l.Number),
        (DoubleValue l, Int64Value r) => l.Number == r.Number && IsExact(r.Number),
        (ListValue l, ListValue r) => l.Items.Count == r.Items.Count
            && l.Items.Zip(r.Items).All(pair => NumericallyEquals(pair.First, pair.Second)),
        (ObjectValue l, ObjectValue r) => l.Fields.Count == r.Fields.Count
            && l.Fields.All(field => r.Fields.TryGetValue(field.Key, out var other) && NumericallyEquals(field.Value, other)),
        _ => left.Equals(right),
    };

    /// <inheritdoc/>
    public abstract bool Equals(Value? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Value);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>Writes the value in the manner of JSON, for people; bytes show as their length.</summary>
    public abstract override string ToString();

    // A double holds an integer exactly only while converting there and back changes nothing. The largest integer becomes
    // 2^63, which converts back to the largest integer: the one case where the round trip lies.
    private static bool IsExact(long value) => value != long.MaxValue && (long)(double)value == value;
}
