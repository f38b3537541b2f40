using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TopGun.Protocol.Records;

/// <summary>Writes a Protobuf message from its end to its beginning.</summary>
/// <remarks>
/// In Protobuf a length stands before what it measures. Written backwards it is known when its turn comes, so nothing is
/// measured first and nothing is moved. Whoever makes one disposes of it: the buffer is rented.
/// </remarks>
internal ref struct ReverseWriter
{
    private byte[] _buffer;
    private int _free;

    /// <summary>Makes a writer that begins with room for <paramref name="capacity"/> bytes and grows.</summary>
    public ReverseWriter(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        _free = _buffer.Length;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Written => _buffer.Length - _free;

    /// <summary>Writes one byte: a tag, or a number below 128.</summary>
    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>Writes a number of 7 bits a byte, the lowest first.</summary>
    public void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        Bytes(bytes[..length]);
    }

    /// <summary>Writes a number in a field of the given tag, or nothing where it is 0, as proto3 does.</summary>
    public void Number(byte tag, ulong value)
    {
        if (value == 0) return;
        Varint(value);
        Byte(tag);
    }

    /// <summary>Writes a floating-point number.</summary>
    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Writes a text with its length and tag.</summary>
    public void Text(byte tag, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        Varint((ulong)length);
        Byte(tag);
    }

    /// <summary>Puts length and tag before all that was written since <see cref="Written"/> was <paramref name="before"/>.</summary>
    public void Enclose(byte tag, int before)
    {
        Varint((ulong)(Written - before));
        Byte(tag);
    }

    /// <summary>What was written, from its beginning.</summary>
    public readonly byte[] ToArray() => _buffer.AsSpan(_free).ToArray();

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(int length)
    {
        if (_free < length) Grow(length);
        _free -= length;
        return _buffer.AsSpan(_free, length);
    }

    private void Grow(int length)
    {
        var written = Written;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(written + length)));
        _buffer.AsSpan(_free).CopyTo(larger.AsSpan(larger.Length - written));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _free = larger.Length - written;
    }
}
