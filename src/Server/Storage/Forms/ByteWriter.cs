using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TopGun.Server.Storage.Forms;

/// <summary>Writes the small things of the stored forms into a pooled buffer that grows. Whoever made it disposes of it.</summary>
internal sealed class ByteWriter(int capacity) : IDisposable
{
    private const int MaxVarintBytes = 10;

    // Throws at a lone surrogate: replaced by '?', two different keys would become one.
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Byte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);
        Length += sizeof(ulong);
    }

    /// <summary>Seven bits in each byte, the lowest first; small numbers are small. Negative ones take ten bytes.</summary>
    public void Varint(long value)
    {
        var span = Reserve(MaxVarintBytes);
        var rest = (ulong)value;
        var count = 0;
        for (; rest >= 0x80; rest >>= 7) span[count++] = (byte)(rest | 0x80);
        span[count++] = (byte)rest;
        Length += count;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Varint(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <exception cref="EncoderFallbackException">The text is not Unicode.</exception>
    public void Text(string text)
    {
        Varint(StrictUtf8.GetByteCount(text));
        Length += StrictUtf8.GetBytes(text, Reserve(StrictUtf8.GetMaxByteCount(text.Length)));
    }

    public void Clear() => Length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count) Grow(count);
        return _buffer.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
