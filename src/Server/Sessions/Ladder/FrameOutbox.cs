using TopGun.Core.Numbering;
using TopGun.Core.Sync;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>Numbered frames for a client, kept until it confirms them. Safe for one writer and many readers at once.</summary>
internal sealed class FrameOutbox(LadderSettings settings, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SentFrames<Wire.ServerFrame> _sent = new(settings.MaxKeptFrames, settings.MaxKeptBytes);
    private readonly Pulse _changed = new();
    private long _ready;

    /// <summary>Adds a frame; waits for confirmations while too much is kept.</summary>
    /// <exception cref="SyncException">None came for too long.</exception>
    public async Task WriteAsync(Wire.ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken)
    {
        // The last frame says why the session ends, so nothing may keep it back.
        if (frame.KindCase != Wire.ServerFrame.KindOneofCase.Error) await RoomAsync(cancellationToken);
        lock (_gate)
        {
            _sent.Add(frame, frame.CalculateSize());
            if (flush == FrameFlush.Now) Release_NeedsLock();
        }
    }

    /// <summary>The client has frames up to a number.</summary>
    /// <exception cref="SyncException">So many were never sent.</exception>
    public void Confirm(long through)
    {
        lock (_gate) Confirm_NeedsLock(through);
    }

    /// <summary>The client has frames up to a number, and asks for those behind it.</summary>
    /// <exception cref="SyncException">So many were never sent; or some behind it were confirmed before, and are gone.</exception>
    public void Resume(long through)
    {
        lock (_gate)
        {
            if (through < _sent.Confirmed)
                throw new SyncException(ErrorCode.InvalidFrame, $"received_through of {through:N0}; {_sent.Confirmed:N0} were confirmed before, and those up to there are gone.");
            Confirm_NeedsLock(through);
        }
    }

    /// <summary>The frames behind a number that are to leave now, up to a size; one at least, if there is one.</summary>
    /// <remarks>Not those that the client has confirmed meanwhile: it took them by an earlier call, when this one was open already.</remarks>
    public List<(long Number, Wire.ServerFrame Frame)> After(long number, int maxBytes)
    {
        lock (_gate)
        {
            List<(long, Wire.ServerFrame)> frames = [];
            var left = (long)maxBytes;
            foreach (var (next, frame, bytes) in _sent.After(number))
            {
                if (next > _ready || (frames.Count > 0 && bytes > left)) break;
                frames.Add((next, frame));
                left -= bytes;
            }

            return frames;
        }
    }

    /// <summary>Whether the client has all that there is.</summary>
    public bool IsConfirmed
    {
        get
        {
            lock (_gate) return _sent.Confirmed == _sent.Last;
        }
    }

    /// <summary>Completes when something changes. Who asks for it before looking misses nothing.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Wakes whoever waits: the session has ended.</summary>
    public void Wake()
    {
        lock (_gate) Release_NeedsLock();
    }

    private void Confirm_NeedsLock(long through)
    {
        if (through > _sent.Last)
            throw new SyncException(ErrorCode.InvalidFrame, $"received_through of {through:N0}; {_sent.Last:N0} frames were sent.");
        if (through <= _sent.Confirmed) return;
        _sent.Confirm(through);
        _changed.Beat();
    }

    private void Release_NeedsLock()
    {
        _ready = _sent.Last;
        _changed.Beat();
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!_sent.IsFull) return;
                if (_ready < _sent.Last) Release_NeedsLock();
                changed = _changed.Next;
            }

            try
            {
                await changed.WaitAsync(settings.ConfirmPatience, clock, cancellationToken);
            }
            catch (TimeoutException) when (!changed.IsCompleted)
            {
                throw new SyncException(ErrorCode.LimitExceeded, $"{_sent.Last - _sent.Confirmed:N0} frames of {_sent.Bytes:N0} bytes were not confirmed for {settings.ConfirmPatience.TotalSeconds:0} s; {settings.MaxKeptFrames:N0} frames or {settings.MaxKeptBytes:N0} bytes are kept.");
            }
            catch (TimeoutException)
            {
                // In the very last moment; look again.
            }
        }
    }
}
