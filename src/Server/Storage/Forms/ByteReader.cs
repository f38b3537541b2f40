using System.Buffers.Binary;
using System.Text;

namespace TopGun.Server.Storage.Forms;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
/// <exception cref="FormatException">From every method: the bytes are not of the form.</exception>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public long Varint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var octet = Byte();
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80) return (long)value;
        }

        throw new FormatException("A number has more than ten bytes.");
    }

    /// <summary>A number of things that follow, each of at least a byte: more than the bytes that are left is wrong.</summary>
    public int Count()
    {
        var count = Varint();
        return count >= 0 && count <= _rest.Length ? (int)count : throw new FormatException($"{count} things in {_rest.Length} bytes.");
    }

    public ReadOnlySpan<byte> Bytes() => Take(Count());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count) throw new FormatException($"{count} bytes are needed; {_rest.Length} are left.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
