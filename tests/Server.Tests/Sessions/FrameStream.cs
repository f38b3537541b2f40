using System.Threading.Channels;
using TopGun.Core.Sync;
using TopGun.Server.Sessions;

namespace TopGun.Server.Tests.Sessions;

/// <summary>The two ends of a stream in memory: the session reads and writes it as a transport's, the test plays the client.</summary>
internal sealed class FrameStream : IFrameStream
{
    private readonly Channel<Func<ClientFrame>> _toServer = Channel.CreateUnbounded<Func<ClientFrame>>();
    private readonly Channel<ServerFrame> _toClient = Channel.CreateUnbounded<ServerFrame>();
    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _hold;
    private bool _isWriteUnderWay;

    /// <summary>Completes when a write finds that the client reads no more.</summary>
    public Task Stuck => _stuck.Task;

    public void Send(ClientFrame frame) => _toServer.Writer.TryWrite(() => frame);

    /// <summary>Sends something that is no frame.</summary>
    public void SendBroken(ErrorCode code, string message) => _toServer.Writer.TryWrite(() => throw new SyncException(code, message));

    /// <summary>The client ends its side.</summary>
    public void End() => _toServer.Writer.TryComplete();

    /// <summary>The client does not read: from now on no write gets anywhere.</summary>
    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The client reads again.</summary>
    public void Release() => _hold?.TrySetResult();

    /// <summary>The next frame that the client gets.</summary>
    public async Task<ServerFrame> Next() => await _toClient.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));

    public async Task<T> Next<T>()
        where T : ServerFrame
        => Assert.IsType<T>(await Next());

    /// <summary>Frames that have arrived and were not looked at.</summary>
    public int Arrived => _toClient.Reader.Count;

    public async ValueTask<ClientFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await _toServer.Reader.WaitToReadAsync(cancellationToken)) return null;
        _toServer.Reader.TryRead(out var frame);
        return frame!();
    }

    public async Task WriteAsync(ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isWriteUnderWay) throw new InvalidOperationException("A write is under way.");
        if (_hold is { Task.IsCompleted: false } hold)
        {
            _isWriteUnderWay = true;
            _stuck.TrySetResult();
            // As a transport does it: the token ends the wait, not the write.
            await hold.Task.WaitAsync(cancellationToken);
            _isWriteUnderWay = false;
        }

        _toClient.Writer.TryWrite(frame);
    }
}
