using System.Buffers.Binary;
using System.Text;

namespace TopGun.Protocol.Records;

/// <summary>Reads a Protobuf message, field by field.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> where the bytes are none.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    // The usual encoding replaces what is no UTF-8, and two different names could become one.
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Whether all fields were read.</summary>
    public readonly bool IsAtEnd => _position == _message.Length;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    /// <param name="tag">The field's number times 8, plus how it is encoded.</param>
    public bool Next(out uint tag)
    {
        tag = 0;
        if (IsAtEnd) return false;

        var number = Varint();
        if (number is < 8 or > uint.MaxValue) throw new FormatException($"Field tag {number} at byte {_position} is none of Protobuf.");
        tag = (uint)number;
        return true;
    }

    /// <summary>Reads a number of 7 bits a byte, the lowest first.</summary>
    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (IsAtEnd) throw CutOff(1);
            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException($"Number of more than 10 bytes at byte {_position}.");
    }

    /// <summary>Reads a number that is at most <paramref name="max"/>.</summary>
    public int Number(int max, string thing)
    {
        var number = Varint();
        return number <= (ulong)max ? (int)number : throw new FormatException($"{thing} of {number}; at most {max} is valid.");
    }

    /// <summary>Reads a floating-point number.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8));

    /// <summary>Reads what stands behind its length.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        return length <= int.MaxValue ? Bytes((int)length) : throw CutOff(length);
    }

    /// <summary>Reads a text.</summary>
    public string Text()
    {
        try
        {
            return StrictUtf8.GetString(Bytes());
        }
        catch (DecoderFallbackException malformed)
        {
            throw new FormatException($"Text before byte {_position} is not UTF-8.", malformed);
        }
    }

    /// <summary>Passes over a field that is not known here.</summary>
    public void Skip(uint tag)
    {
        switch (tag & 7)
        {
            case 0:
                Varint();
                break;
            case 1:
                Bytes(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Bytes(4);
                break;
            default:
                throw new FormatException($"Field tag {tag} at byte {_position} is none of proto3.");
        }
    }

    private ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _message.Length - _position) throw CutOff((ulong)length);
        var bytes = _message.Slice(_position, length);
        _position += length;
        return bytes;
    }

    private readonly FormatException CutOff(ulong length)
        => new($"Message of {_message.Length} bytes is cut off: {length} bytes are missing from byte {_position} on.");
}
