using System.Net;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The body of a call with one request, ready to send.</summary>
internal sealed class MessageContent(FrameBuffer frame) : HttpContent
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The buffer does not go back to the pool: the transport may send it again on another connection, or still be sending it
    // when the call is disposed.
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => stream.WriteAsync(frame.Written, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = frame.Length;
        return true;
    }
}
