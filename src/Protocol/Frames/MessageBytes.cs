using System.Buffers;
using Google.Protobuf;

namespace TopGun.Protocol.Frames;

/// <summary>Reads generated messages from bytes that nobody vouches for.</summary>
internal static class MessageBytes
{
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> bytes) where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        // Google.Protobuf 3.25.1 adds a length to its position without looking, so that a length near 2^31 makes a negative
        // end, is taken for good, and the parser runs off the end of its buffer. It stays within bounds, but says so in this way.
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or IndexOutOfRangeException)
        {
            throw Check.Invalid($"Message of {bytes.Length:N0} bytes is not Protobuf, or nests too deep: {malformed.Message}");
        }
    }
}
