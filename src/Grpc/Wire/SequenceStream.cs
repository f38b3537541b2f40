using System.Buffers;

namespace TopGun.Grpc.Wire;

/// <summary>The bytes of a sequence as a stream, for decompression. Valid as long as the sequence is.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> bytes) : Stream
{
    private ReadOnlySequence<byte> _rest = bytes;

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
    public override int Read(Span<byte> buffer)
    {
        var taken = _rest.Slice(0, Math.Min(buffer.Length, _rest.Length));
        taken.CopyTo(buffer);
        _rest = _rest.Slice(taken.End);
        return (int)taken.Length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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
}
