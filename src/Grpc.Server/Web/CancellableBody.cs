using System.IO.Pipelines;

namespace TopGun.Grpc.Server.Web;

/// <summary>The body of a request over HTTP/1.1, from which a read that is cancelled leaves nothing behind.</summary>
/// <remarks>
/// Kestrel's own reads go on when their token is cancelled: it takes the body for one that is being read still, can't drain it after the
/// call, and logs that as an error for every call whose deadline passes during its requests. One that is woken up ends in order.
/// </remarks>
/// <param name="body">Kestrel's.</param>
internal sealed class CancellableBody(PipeReader body) : PipeReader
{
    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var waking = cancellationToken.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        while (true)
        {
            var read = await body.ReadAsync(CancellationToken.None);
            if (!read.IsCanceled) return read;

            // Or the read before was to be woken up, and had come to its end by then.
            body.AdvanceTo(read.Buffer.Start);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result) => body.TryRead(out result);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => body.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => body.Complete(exception);
}
