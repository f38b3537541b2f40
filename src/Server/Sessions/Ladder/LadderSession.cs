using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>One conversation that comes in calls: a stream of frames for the session behind it, and calls that carry them.</summary>
internal sealed class LadderSession : IFrameStream, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly LadderSettings _settings;
    private readonly SyncLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ITimer _forgetting;
    private CallTurn? _turn;
    private bool _isDisposed;
    private volatile bool _isOver;

    /// <summary>Begins a session.</summary>
    /// <param name="token">How calls name it.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="limits">What the server accepts.</param>
    /// <param name="settings">Its bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="forget">Called when nobody has called for it for too long.</param>
    public LadderSession(string token, string subject, SyncLimits limits, LadderSettings settings, TimeProvider clock, Action<LadderSession> forget)
    {
        (Token, Subject, _limits, _settings, _clock) = (token, subject, limits, settings, clock);
        Inbox = new FrameInbox(settings, clock);
        Outbox = new FrameOutbox(settings, clock);
        Aborted = _ending.Token;
        UnattendedSince = clock.GetTimestamp();
        _forgetting = clock.CreateTimer(_ => forget(this), null, settings.Keep, Timeout.InfiniteTimeSpan);
    }

    public string Token { get; }

    public string Subject { get; }

    public FrameInbox Inbox { get; }

    public FrameOutbox Outbox { get; }

    /// <summary>Cancelled when nobody cares for it any more.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Whether the conversation has ended; its last frames may still be there.</summary>
    public bool IsOver => _isOver;

    /// <summary>Why it has ended; null while it goes on, and when the client ended it.</summary>
    public SyncError? Reason { get; private set; }

    /// <summary>When the last open call ended; null while there is one.</summary>
    public long? UnattendedSince { get; private set; }

    /// <summary>A call opens. A call that is open ends: its client has given it up, or is about to.</summary>
    public CallTurn Enter()
    {
        CallTurn? before;
        var turn = new CallTurn(this);
        lock (_gate)
        {
            (before, _turn, UnattendedSince) = (_turn, turn, null);
            if (!_isDisposed) _forgetting.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        before?.Displace();
        return turn;
    }

    /// <summary>A call has ended.</summary>
    public void Leave(CallTurn turn)
    {
        lock (_gate)
        {
            if (_turn != turn) return;
            (_turn, UnattendedSince) = (null, _clock.GetTimestamp());
            if (!_isDisposed) _forgetting.Change(_settings.Keep, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The conversation has ended. What it has said can still be fetched.</summary>
    public void Complete(SyncError? reason)
    {
        Reason = reason;
        _isOver = true;
        Inbox.Close(reason ?? SessionToken.Unknown);
        Outbox.Wake();
    }

    /// <inheritdoc/>
    public async ValueTask<ClientFrame?> ReadAsync(CancellationToken cancellationToken)
        => await Inbox.ReadAsync(cancellationToken) is { } frame ? ClientFrameMapping.FromWire(frame, _limits) : null;

    /// <inheritdoc/>
    public Task WriteAsync(ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken)
        => Outbox.WriteAsync(ServerFrameMapping.ToWire(frame), flush, cancellationToken);

    /// <summary>Ends it, whatever it is about.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        _forgetting.Dispose();
        _ending.Cancel();
    }
}
