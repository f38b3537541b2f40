using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace TopGun.Grpc.Wire;

/// <summary>Puts messages into a body. It does not flush.</summary>
/// <remarks>
/// A message whose serializer announces the length goes straight into the output, after its header. Compressed ones, and
/// those without an announcement, go through a buffer of their own. One message at a time.
/// </remarks>
/// <param name="output">The body.</param>
/// <param name="maxMessageBytes">The largest message that is sent, before compression; null for any.</param>
/// <param name="codec">How messages are compressed; null for not at all.</param>
/// <param name="level">How hard the compression tries.</param>
internal sealed class FrameWriter(IBufferWriter<byte> output, int? maxMessageBytes, MessageCodec? codec, CompressionLevel level)
    : SerializationContext, IBufferWriter<byte>
{
    // Below this the result is rarely smaller. An empty message must not be compressed at all: the framework's streams write
    // nothing for no input, and no other implementation can read that.
    private const int SmallestCompressed = 128;

    private bool _compress;
    private bool _completed;
    private int? _announced;
    private int _direct;
    private FrameBuffer? _scratch;

    /// <summary>Whether a message was left half written, so that nothing after it can be understood.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The bytes that were put into the output so far, with headers.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes a message.</summary>
    /// <exception cref="RpcException">The message is larger than the limit; nothing was written.</exception>
    public void Write<T>(T message, Marshaller<T> marshaller, WriteFlags flags)
    {
        if (IsBroken) throw new InvalidOperationException("An earlier message was left half written.");
        (_announced, _direct, _completed) = (null, 0, false);
        _compress = codec is not null && !flags.HasFlag(WriteFlags.NoCompress);
        try
        {
            marshaller.ContextualSerializer(message, this);
            if (!_completed) throw new InvalidOperationException("The serializer did not complete the message.");
        }
        catch
        {
            IsBroken = !_completed && IsDirect;
            throw;
        }
        finally
        {
            _scratch?.Dispose();
            _scratch = null;
        }
    }

    /// <inheritdoc/>
    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _announced = payloadLength;
        _compress &= payloadLength >= SmallestCompressed;
        if (!IsDirect) return;

        (output as FrameBuffer)?.Reserve(FrameHeader.Size + payloadLength);
        WriteHeader(0, payloadLength);
    }

    /// <inheritdoc/>
    public override IBufferWriter<byte> GetBufferWriter() => IsDirect ? this : _scratch ??= Scratch(_announced ?? 0);

    /// <inheritdoc/>
    public override void Complete()
    {
        if (IsDirect) CheckAnnounced();
        else WritePayload((_scratch ??= Scratch(0)).Written.Span);
        _completed = true;
    }

    /// <inheritdoc/>
    public override void Complete(byte[] payload)
    {
        if (IsDirect)
        {
            this.Write(payload);
            CheckAnnounced();
        }
        else
        {
            WritePayload(payload);
        }

        _completed = true;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        output.Advance(count);
        _direct += count;
        BytesWritten += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    private bool IsDirect => _announced is not null && !_compress;

    private static FrameBuffer Scratch(int length)
    {
        var scratch = new FrameBuffer();
        scratch.Reserve(length);
        return scratch;
    }

    private void WritePayload(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        if (!_compress || payload.Length < SmallestCompressed)
        {
            WriteHeader(0, payload.Length);
            output.Write(Counted(payload));
            return;
        }

        using var compressed = new FrameBuffer();
        using (var stream = codec!.Compressing(compressed, level)) stream.Write(payload);
        WriteHeader(FrameHeader.Compressed, compressed.Written.Length);
        output.Write(Counted(compressed.Written.Span));
    }

    private void CheckAnnounced()
    {
        if (_direct == _announced) return;
        throw new InvalidOperationException(
            $"The serializer announced {_announced} bytes and wrote {_direct}; did the message change meanwhile?");
    }

    private void CheckSize(int length)
    {
        if (length <= maxMessageBytes.GetValueOrDefault(int.MaxValue)) return;
        throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"A message of {length} bytes was to be sent; at most {maxMessageBytes} may be."));
    }

    private void WriteHeader(byte flags, int length)
    {
        new FrameHeader(flags, (uint)length).WriteTo(output);
        BytesWritten += FrameHeader.Size;
    }

    private ReadOnlySpan<byte> Counted(ReadOnlySpan<byte> payload)
    {
        BytesWritten += payload.Length;
        return payload;
    }
}
