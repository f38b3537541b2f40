using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TopGun.Client.Connection;

/// <summary>The state of a connection and its history, as far as somebody listens. Safe for many threads at once.</summary>
internal sealed class StateLog(TimeProvider time)
{
    // A connection that flaps must not fill the memory of a listener that sleeps; what it misses are the oldest steps.
    private const int KeptForListener = 64;

    private readonly Lock _gate = new();
    private readonly List<Channel<ConnectionState>> _listeners = [];
    private ConnectionState _current = new(ConnectionPhase.Disconnected, time.GetUtcNow(), null, null);
    private bool _isComplete;

    /// <summary>The state now.</summary>
    public ConnectionState Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    /// <summary>Moves to a phase. What went wrong before is remembered until the server has welcomed the client.</summary>
    public void Move(ConnectionPhase phase)
    {
        lock (_gate)
        {
            if (_current.Phase == phase) return;
            Set_NeedsLock(_current with
            {
                Phase = phase, Since = time.GetUtcNow(), Reason = phase >= ConnectionPhase.Connected ? null : _current.Reason, RetryAt = null,
            });
        }
    }

    /// <summary>From now on this is the way to the server.</summary>
    public void Take(TransportRung rung, string? reason)
    {
        lock (_gate)
        {
            if (_current.Rung == rung && _current.RungReason == reason) return;
            Set_NeedsLock(_current with { Rung = rung, RungReason = reason });
        }
    }

    /// <summary>There is no connection any more.</summary>
    public void Disconnect(ConnectionReason reason, TimeSpan? retryIn)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Set_NeedsLock(_current with { Phase = ConnectionPhase.Disconnected, Since = now, Reason = reason, RetryAt = now + retryIn });
        }
    }

    /// <summary>Nothing will change any more.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            foreach (var listener in _listeners) listener.Writer.TryComplete();
        }
    }

    /// <summary>The state now, and then each that follows.</summary>
    public async IAsyncEnumerable<ConnectionState> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = Channel.CreateBounded<ConnectionState>(
            new BoundedChannelOptions(KeptForListener) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            listener.Writer.TryWrite(_current);
            if (_isComplete) listener.Writer.Complete();
            else _listeners.Add(listener);
        }

        try
        {
            await foreach (var state in listener.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return state;
        }
        finally
        {
            lock (_gate) _listeners.Remove(listener);
        }
    }

    private void Set_NeedsLock(ConnectionState state)
    {
        _current = state;
        foreach (var listener in _listeners) listener.Writer.TryWrite(state);
    }
}
