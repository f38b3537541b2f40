using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a deserializer finds a message. It is valid during the call of the deserializer only.</summary>
internal abstract class DeserializationContext
{
    /// <summary>The length of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message, copied.</summary>
    public abstract byte[] PayloadAsNewBuffer();

    /// <summary>The message where it lies.</summary>
    public abstract ReadOnlySequence<byte> PayloadAsReadOnlySequence();
}
