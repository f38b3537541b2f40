namespace TopGun.Core.Values;

/// <summary>A value of opaque bytes.</summary>
public sealed class BytesValue : Value
{
    internal BytesValue(ReadOnlyMemory<byte> value) => Bytes = value;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Bytes;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is BytesValue value && value.Bytes.Span.SequenceEqual(Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"bytes({Bytes.Length})";
}
