namespace TopGun.Core.Values;

/// <summary>A list of values.</summary>
public sealed class ListValue : Value
{
    /// <summary>Makes a list that keeps <paramref name="items"/>; the caller must not change it afterwards.</summary>
    public ListValue(IReadOnlyList<Value> items) => Items = items;

    /// <summary>The items, in order.</summary>
    public IReadOnlyList<Value> Items { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.List;

    /// <inheritdoc/>
    public override bool Equals(Value? other)
        => ReferenceEquals(this, other) || (other is ListValue value && value.Items.SequenceEqual(Items));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(',', Items)}]";
}
