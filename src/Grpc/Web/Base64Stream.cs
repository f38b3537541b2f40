using System.Buffers;
using System.Buffers.Text;
using Grpc.Core;

namespace TopGun.Grpc.Web;

/// <summary>Reads a body in base64: groups of four characters, any of which may be padded, since each flush of the sender ends a run.</summary>
internal sealed class Base64Stream(Stream inner) : Stream
{
    private const int GroupLength = 4;

    private readonly byte[] _text = new byte[8 * 1024];
    private readonly byte[] _bytes = new byte[6 * 1024];
    private int _textCount;
    private Memory<byte> _decoded;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">The body is not base64, or ends within a group.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_decoded.IsEmpty)
        {
            var count = await inner.ReadAsync(_text.AsMemory(_textCount), cancellationToken);
            if (count == 0) return _textCount == 0 ? 0 : throw Failed("The body ended within a group of base64.");
            _textCount += count;
            Decode();
        }

        var taken = _decoded[..Math.Min(buffer.Length, _decoded.Length)];
        taken.CopyTo(buffer);
        _decoded = _decoded[taken.Length..];
        return taken.Length;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Decode()
    {
        var whole = _text.AsSpan(0, _textCount - (_textCount % GroupLength));
        var decoded = 0;
        for (var rest = whole; !rest.IsEmpty;)
        {
            var padding = rest.IndexOf((byte)'=');
            var run = padding < 0 ? rest : rest[..((padding / GroupLength * GroupLength) + GroupLength)];
            var status = Base64.DecodeFromUtf8(run, _bytes.AsSpan(decoded), out var consumed, out var written);
            if (status != OperationStatus.Done || consumed != run.Length) throw Failed("The body is not base64.");
            rest = rest[run.Length..];
            decoded += written;
        }

        // The group that is not whole yet goes to the front.
        _text.AsSpan(whole.Length, _textCount - whole.Length).CopyTo(_text);
        _textCount -= whole.Length;
        _decoded = _bytes.AsMemory(0, decoded);
    }

    private static RpcException Failed(string detail) => new(new Status(StatusCode.Internal, detail));
}
