using System.Buffers;
using System.Buffers.Binary;

namespace TopGun.Grpc.Wire;

/// <summary>What stands before each message: a flag and the length of the message in bytes.</summary>
internal readonly record struct FrameHeader(byte Flags, uint Length)
{
    /// <summary>Its own length in bytes.</summary>
    public const int Size = 5;

    /// <summary>The flag of a compressed message.</summary>
    public const byte Compressed = 1;

    /// <summary>The flag of the trailers that end a response of gRPC-Web. All others are reserved.</summary>
    public const byte Trailers = 0x80;

    /// <summary>Reads the header at the start of the buffer.</summary>
    /// <returns>False when not all of it is there yet.</returns>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        header = default;
        if (buffer.Length < Size) return false;

        var bytes = buffer.FirstSpan;
        if (bytes.Length < Size)
        {
            Span<byte> joined = stackalloc byte[Size];
            buffer.Slice(0, Size).CopyTo(joined);
            header = Parse(joined);
            return true;
        }

        header = Parse(bytes);
        return true;
    }

    /// <summary>Writes the header.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(Size);
        span[0] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], Length);
        output.Advance(Size);
    }

    private static FrameHeader Parse(ReadOnlySpan<byte> bytes) => new(bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
}
