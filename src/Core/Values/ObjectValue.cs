namespace TopGun.Core.Values;

/// <summary>An object: names, each with a value. The order of the names carries no meaning.</summary>
public sealed class ObjectValue : Value
{
    private static readonly Dictionary<string, Value> NoFields = [];

    /// <summary>Makes an object that keeps <paramref name="fields"/>; the caller must not change it afterwards.</summary>
    /// <param name="fields">The fields; its names compare ordinally.</param>
    public ObjectValue(IReadOnlyDictionary<string, Value> fields) => Fields = fields;

    /// <summary>The object without fields.</summary>
    public static ObjectValue Empty { get; } = new(NoFields);

    /// <summary>The fields by name.</summary>
    public IReadOnlyDictionary<string, Value> Fields { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Object;

    /// <summary>The value of a field, or null when there is none of that name.</summary>
    public Value? this[string name] => Fields.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override bool Equals(Value? other)
        => ReferenceEquals(this, other)
            || (other is ObjectValue value && value.Fields.Count == Fields.Count
                && Fields.All(field => value.Fields.TryGetValue(field.Key, out var theirs) && field.Value.Equals(theirs)));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // A sum, because equal objects may list their names in different orders.
        var sum = 0;
        foreach (var (name, value) in Fields) sum += HashCode.Combine(string.GetHashCode(name, StringComparison.Ordinal), value);
        return sum;
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"{{{string.Join(',', Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{StringValue.Quote(field.Key)}:{field.Value}"))}}}";
}
