using System.Buffers;

namespace TopGun.Grpc.Wire;

/// <summary>A growing buffer from the pool. Whoever made it returns it, by disposing it; after that it is empty, and can be filled again.</summary>
/// <param name="leastCapacity">How many bytes it has room for once there is one in it.</param>
internal sealed class FrameBuffer(int leastCapacity = 64) : Stream, IBufferWriter<byte>
{
    private byte[] _bytes = [];
    private int _count;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _count;

    /// <inheritdoc/>
    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes room for so many bytes, so that a message of known length never moves.</summary>
    public void Reserve(int bytes)
    {
        if (_bytes.Length - _count >= bytes) return;

        var wanted = Math.Max(Math.Max(checked(_count + bytes), leastCapacity), (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        Written.Span.CopyTo(larger);
        Return();
        _bytes = larger;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _count), nameof(count));
        _count += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        buffer.CopyTo(_bytes.AsSpan(_count));
        _count += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Return();
        (_bytes, _count) = ([], 0);
        base.Dispose(disposing);
    }

    private void Return()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
    }
}
