using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Web;

/// <summary>Writes a body in base64. What lies between two flushes becomes one run of base64 with its own padding.</summary>
/// <remarks>
/// So the reader has all that was flushed, and not all but the last one or two bytes. A client flushes after each message at the
/// latest: some servers read no more than one message out of a run.
/// </remarks>
internal sealed class Base64Writer(PipeWriter inner) : PipeWriter
{
    // A multiple of three, so that only the last piece of a run has padding.
    private const int PieceBytes = 3 * 4096;

    private readonly FrameBuffer _pending = new();

    /// <summary>Puts what is pending into the body, without sending it.</summary>
    public void Encode()
    {
        for (var rest = _pending.Written.Span; rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, PieceBytes)];
            rest = rest[piece.Length..];
            Base64.EncodeToUtf8(piece, inner.GetSpan(Base64.GetMaxEncodedToUtf8Length(piece.Length)), out _, out var written);
            inner.Advance(written);
        }

        _pending.Dispose();
    }

    /// <inheritdoc/>
    public override void Advance(int bytes) => _pending.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _pending.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _pending.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (exception is null) Encode();
        inner.Complete(exception);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null) Encode();
        return inner.CompleteAsync(exception);
    }
}
