using TopGun.Core.Numbering;
using TopGun.Core.Sync;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>Frames of a client that come in numbered calls, and leave once each and in order. Safe for many threads at once.</summary>
/// <remarks>It holds the frames of one call; the next call waits until those were read, and so its client is slowed down.</remarks>
internal sealed class FrameInbox(LadderSettings settings, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly ReceivedFrames _received = new();
    private readonly Queue<Wire.ClientFrame> _queue = new();
    private readonly Pulse _changed = new();
    private SyncError? _fault;
    private int _waiting;
    private bool _isEnded;

    /// <summary>Takes the frames of a call; waits for those before them, and until there is room.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="frames">The frames; those that have come before are passed over.</param>
    /// <param name="isLast">The client ends its side.</param>
    /// <param name="cancellationToken">The call is gone.</param>
    /// <returns>The number up to which all frames have arrived.</returns>
    /// <exception cref="SyncException">The session has ended, or ends with this.</exception>
    public async Task<long> TakeAsync(long first, IReadOnlyList<Wire.ClientFrame> frames, bool isLast, CancellationToken cancellationToken)
    {
        var isWaiting = false;
        try
        {
            while (true)
            {
                Task changed;
                bool isGap;
                lock (_gate)
                {
                    if (_fault is { } fault) throw new SyncException(fault);
                    if (TryTake_NeedsLock(first, frames, isLast)) return _received.Through;
                    if (!isWaiting && _waiting >= settings.MaxWaitingCalls)
                        throw new SyncException(ErrorCode.LimitExceeded, $"Calls of the session that wait for their turn: {_waiting + 1}; at most {settings.MaxWaitingCalls} are accepted.");
                    if (!isWaiting) _waiting++;
                    isWaiting = true;
                    // While frames wait here, those that are missing may be waiting too.
                    isGap = first > _received.Through + 1 && _queue.Count == 0;
                    changed = _changed.Next;
                }

                try
                {
                    await changed.WaitAsync(isGap ? settings.GapPatience : Timeout.InfiniteTimeSpan, clock, cancellationToken);
                }
                catch (TimeoutException)
                {
                    if (!changed.IsCompleted) Close(new SyncError(ErrorCode.Unavailable, $"Frames before number {first:N0} did not come within {settings.GapPatience.TotalSeconds:0} s.", 100));
                }
            }
        }
        finally
        {
            if (isWaiting) lock (_gate) _waiting--;
        }
    }

    /// <summary>The next frame; null when the client has ended its side.</summary>
    /// <exception cref="SyncException">Frames are missing for good.</exception>
    public async ValueTask<Wire.ClientFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_queue.TryDequeue(out var frame))
                {
                    if (_queue.Count == 0) _changed.Beat();
                    return frame;
                }

                if (_fault is { } fault) throw new SyncException(fault);
                if (_isEnded) return null;
                changed = _changed.Next;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes nothing any more, for a reason.</summary>
    public void Close(SyncError reason)
    {
        lock (_gate) _fault ??= reason;
        _changed.Beat();
    }

    private bool TryTake_NeedsLock(long first, IReadOnlyList<Wire.ClientFrame> frames, bool isLast)
    {
        if (_isEnded) return true;
        var isNew = frames.Count > 0 && first + frames.Count - 1 > _received.Through;
        if (isNew && (_queue.Count > 0 || first > _received.Through + 1)) return false;
        for (var i = 0; i < frames.Count; i++)
            if (_received.Take(first + i) == FrameOrder.Due) _queue.Enqueue(frames[i]);
        _isEnded |= isLast;
        if (isNew || isLast) _changed.Beat();
        return true;
    }
}
