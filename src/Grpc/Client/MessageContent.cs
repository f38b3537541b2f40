using System.Buffers.Text;
using System.Net;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The body of a call with one request, ready to send.</summary>
internal sealed class MessageContent : HttpContent
{
    // It does not go back to the pool: the transport may send it again on another connection, or still be sending it when the call
    // is disposed.
    private readonly ReadOnlyMemory<byte> _body;

    private MessageContent(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Makes the body of a frame, which must not be written or disposed any more.</summary>
    public static MessageContent Create(FrameBuffer frame, WireForm form)
    {
        if (form != WireForm.WebText) return new MessageContent(frame.Written);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(frame.Written.Length)];
        Base64.EncodeToUtf8(frame.Written.Span, text, out _, out var written);
        frame.Dispose();
        return new MessageContent(text.AsMemory(0, written));
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => stream.WriteAsync(_body, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
