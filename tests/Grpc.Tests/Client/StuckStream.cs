namespace TopGun.Grpc.Tests.Client;

/// <summary>A network that takes nothing, and says so in the very moment in which it is told to stop.</summary>
internal sealed class StuckStream : Stream
{
    private readonly TaskCompletionSource _written = new();

    /// <summary>Ends when somebody waits for a write.</summary>
    public Task Written => _written.Task;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Fails when the token is cancelled: on the thread that cancels it, before those who asked for it earlier are told.</summary>
    public static Task<T> FailingOn<T>(CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource<T>();
        cancellationToken.Register(() => failed.TrySetException(new IOException("The transport connection was closed.")));
        return failed.Task;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var failing = FailingOn<bool>(cancellationToken);
        _written.TrySetResult();
        return new ValueTask(failing);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
