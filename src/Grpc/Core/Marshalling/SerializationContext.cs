using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts a message.</summary>
internal abstract class SerializationContext
{
    /// <summary>Ends the message with these bytes as the whole of it.</summary>
    public abstract void Complete(byte[] payload);

    /// <summary>The buffer to write the message into; <see cref="Complete()"/> ends it.</summary>
    public abstract IBufferWriter<byte> GetBufferWriter();

    /// <summary>Announces the length, before the buffer is asked for; without it the message is copied once more.</summary>
    public abstract void SetPayloadLength(int payloadLength);

    /// <summary>Ends a message that was written to the buffer.</summary>
    public abstract void Complete();
}
