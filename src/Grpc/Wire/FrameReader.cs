using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using TopGun.Grpc.Web;

namespace TopGun.Grpc.Wire;

/// <summary>Takes one message after the other out of a body.</summary>
/// <remarks>
/// What one read of the pipe brought is kept and taken apart message by message, so most calls complete at once. One
/// reader at a time. Broken rules and exceeded limits are <see cref="RpcException"/>s with the status they deserve.
/// </remarks>
/// <param name="pipe">The body.</param>
/// <param name="maxMessageBytes">The largest message that is taken, before and after decompression; null for any.</param>
/// <param name="codec">How flagged messages are compressed; null when the other side named no compression.</param>
/// <param name="ending">How the body ends.</param>
internal sealed class FrameReader(PipeReader pipe, int? maxMessageBytes, MessageCodec? codec, BodyEnding ending = BodyEnding.Plain)
    : DeserializationContext
{
    // After so many bytes, what was taken goes back to the pipe although more of the same read is left. The sender's window opens only then:
    // without it a full window of a megabyte was taken apart while the sender stood still, a quarter of the rate at 10 KB a message.
    private const int GivenBackBytes = 64 * 1024;

    private readonly int _maxBytes = maxMessageBytes ?? Array.MaxLength;
    private ReadOnlySequence<byte> _rest;
    private long _taken;
    private bool _holding;
    private bool _waiting;
    private bool _completed;
    private FrameHeader? _header;
    private ReadOnlySequence<byte> _payload;
    private FrameBuffer? _inflated;

    /// <summary>The trailers that ended the body; null before, and when it had none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Trailers { get; private set; }

    /// <summary>Whether the message that the last read found was compressed.</summary>
    public bool WasCompressed => _inflated is not null;

    /// <inheritdoc/>
    public override int PayloadLength => (int)_payload.Length;

    /// <summary>Waits for the next message, which this reader then shows to a deserializer until the next call.</summary>
    /// <returns>False at the end of the body.</returns>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        ReleaseInflated();
        return Trailers is null && !MustGiveBack && TryTakeMessage() ? new ValueTask<bool>(true) : ReadMoreAsync(cancellationToken);
    }

    /// <summary>The message that the last read found.</summary>
    /// <exception cref="RpcException">The bytes are not a message of this type.</exception>
    public T Deserialize<T>(Marshaller<T> marshaller)
    {
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception e)
        {
            // Bytes of a stranger, and marshallers throw what they like: whatever it is, the message is at fault.
            throw new RpcException(new Status(StatusCode.Internal, "A message is not of the type that the method has.", e));
        }
    }

    /// <summary>Gives back what the pipe has lent, when nothing more will be read. Without it HTTP/1.1 cannot take its next request.</summary>
    /// <remarks>Not while a read is under way: that one holds nothing, and its bytes come too late for anybody.</remarks>
    public void Release()
    {
        if (_waiting || !_holding) return;
        ReleaseInflated();
        pipe.AdvanceTo(_rest.End);
        (_rest, _holding, _completed) = (default, false, true);
    }

    /// <summary>Gives back the buffers of a pipe that is this reader's own, at the end of the body.</summary>
    /// <remarks>By the reading path only: elsewhere a read could be under way. A body that nobody reads to its end leaves them to the collector.</remarks>
    public void Complete()
    {
        Release();
        pipe.Complete();
    }

    /// <inheritdoc/>
    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    /// <inheritdoc/>
    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    private bool MustGiveBack => _taken >= GivenBackBytes && !_completed;

    private async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        while (!_completed)
        {
            // All that is here has been looked at. Unless the pipe is told so, its next read returns at once with the same
            // bytes, and the sender's window never opens for the rest of a message that is larger than it. Not so when bytes are
            // given back in the middle of a read: there the same ones are what is wanted.
            if (_holding) pipe.AdvanceTo(_rest.Start, MustGiveBack ? _rest.Start : _rest.End);

            // Now, and not when the read is done: it may be cancelled, and what it kept comes again with the next one.
            (_rest, _taken, _holding, _waiting) = (default, 0, false, true);
            var read = await pipe.ReadAsync(cancellationToken);
            (_rest, _holding, _waiting, _completed) = (read.Buffer, true, false, read.IsCompleted);
            if (read.IsCanceled) throw new OperationCanceledException(cancellationToken);
            if (Trailers is null && TryTakeMessage()) return true;

            // Read on to the end: only then can the connection carry another call.
            if (Trailers is not null && !_rest.IsEmpty) throw Failed(StatusCode.Internal, "Something follows the trailers of the body.");
        }

        if (!_rest.IsEmpty || _header is not null) throw Failed(StatusCode.Internal, "The body ended in the middle of a message.");
        return false;
    }

    private bool TryTakeMessage()
    {
        if (_header is null)
        {
            if (!FrameHeader.TryRead(_rest, out var header)) return false;
            Check(header);
            _header = header;
            _rest = _rest.Slice(FrameHeader.Size);
        }

        var (flags, length) = _header.Value;
        if (_rest.Length < length) return false;
        _payload = _rest.Slice(0, length);
        _rest = _rest.Slice(_payload.End);
        _taken += FrameHeader.Size + length;
        _header = null;
        if ((flags & FrameHeader.Compressed) != 0) Inflate();
        if ((flags & FrameHeader.Trailers) == 0) return true;
        Trailers = WebTrailers.Read(_payload);
        return false;
    }

    // Before the body of the message is waited for: four bytes must not make us hold two gigabytes.
    private void Check(FrameHeader header)
    {
        var isTrailers = ending == BodyEnding.Trailers && (header.Flags & FrameHeader.Trailers) != 0;
        var flags = isTrailers ? header.Flags & ~FrameHeader.Trailers : header.Flags;
        if (flags > FrameHeader.Compressed)
            throw Failed(StatusCode.Internal, $"A message has the flags 0x{header.Flags:x2}; only 0 and 1 are known.");
        if (flags == FrameHeader.Compressed && codec is null)
            throw Failed(StatusCode.Internal, "A message is compressed, but no compression was named in the headers.");
        if (isTrailers && header.Length > WebTrailers.MaxBytes)
            throw Failed(StatusCode.Internal, $"Received trailers of {header.Length} bytes; at most {WebTrailers.MaxBytes} are accepted.");
        if (header.Length > (uint)_maxBytes)
            throw Failed(StatusCode.ResourceExhausted, $"Received a message of {header.Length} bytes; at most {_maxBytes} are accepted.");
    }

    private void Inflate()
    {
        _inflated = new FrameBuffer();
        try
        {
            using var source = codec!.Decompressing(new SequenceStream(_payload));
            int count;
            while ((count = source.Read(_inflated.GetSpan(4096))) > 0)
            {
                _inflated.Advance(count);
                if (_inflated.Length > _maxBytes)
                    throw Failed(StatusCode.ResourceExhausted, $"Received a message that inflates to more than {_maxBytes} bytes.");
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message could not be decompressed.", e));
        }

        _payload = new ReadOnlySequence<byte>(_inflated.Written);
    }

    // Here, in the reading path, and not when the call is disposed: another thread may be reading just then.
    private void ReleaseInflated()
    {
        _inflated?.Dispose();
        _inflated = null;
        _payload = default;
    }

    private static RpcException Failed(StatusCode code, string detail) => new(new Status(code, detail));
}
