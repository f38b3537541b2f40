using TopGun.Core.Sync;

namespace TopGun.Server.Sessions;

/// <summary>How long a stream may go on by its token, when its client is asked for another one, and what becomes of it then.</summary>
/// <remarks>Safe for many threads at once.</remarks>
internal sealed class StreamTerm : IDisposable
{
    // Timers reach no further than some weeks.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending;
    private readonly ITimer _asking;
    private readonly TimeSpan _askBefore;
    private readonly TimeProvider _clock;
    private readonly Action<ServerFrame>? _tell;
    private Credential _credential;
    private SyncError? _reason;
    private bool _isDisposed;

    /// <summary>Begins a term.</summary>
    /// <param name="credential">What it begins with.</param>
    /// <param name="askBefore">How long before its end the client is asked.</param>
    /// <param name="clock">The time.</param>
    /// <param name="tell">Tells the client; null for one that is not asked.</param>
    public StreamTerm(Credential credential, TimeSpan askBefore, TimeProvider clock, Action<ServerFrame>? tell)
    {
        (_credential, _askBefore, _clock, _tell) = (credential, askBefore, clock, tell);
        _ending = new CancellationTokenSource(Remaining(credential), clock);
        _asking = clock.CreateTimer(_ => Ask(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Ended = _ending.Token;
        Arm(Until(credential));
    }

    /// <summary>Cancelled when the term is over.</summary>
    public CancellationToken Ended { get; }

    /// <summary>What the stream goes on with.</summary>
    public Credential Credential
    {
        get
        {
            lock (_gate) return _credential;
        }
    }

    /// <summary>Why the term is over.</summary>
    public SyncError Reason
    {
        get
        {
            lock (_gate)
            {
                if (_reason is { } reason) return reason;
                // The timer reaches less far than some tokens do.
                return _credential.ExpiresAt - _clock.GetUtcNow() > TimeSpan.FromMinutes(1)
                    ? new SyncError(ErrorCode.Unavailable, "The stream has become too old; come again.", 1_000)
                    : new SyncError(ErrorCode.Unauthenticated, "The token has expired.");
            }
        }
    }

    /// <summary>Goes on with another credential of the same user.</summary>
    /// <returns>How long, in milliseconds.</returns>
    /// <exception cref="SyncException">It is another user's; nothing has changed.</exception>
    public int Renew(Credential next)
    {
        lock (_gate)
        {
            if (next.Principal.Subject != _credential.Principal.Subject)
                throw new SyncException(ErrorCode.Unauthenticated, "The new token is of another user; a stream stays with the one that began it.");
            _credential = next;
            if (!_isDisposed) _ending.CancelAfter(Remaining(next));
        }

        Arm(Until(next));
        return EndsInMs(next);
    }

    /// <summary>Ends the term for another reason than its time.</summary>
    public void End(SyncError reason)
    {
        lock (_gate)
        {
            _reason ??= reason;
            // Not here: what is cancelled may run code that needs the caller's lock.
            if (!_isDisposed) _ = _ending.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _asking.Dispose();
            _ending.Dispose();
        }
    }

    private void Ask()
    {
        _tell!(new TokenExpiring(EndsInMs(Credential)));
        Arm(AskAgain);
    }

    // A token that lives shortly is asked for at half its time.
    private TimeSpan Until(Credential credential)
    {
        var remaining = Remaining(credential);
        return remaining > 2 * _askBefore ? remaining - _askBefore : remaining / 2;
    }

    private void Arm(TimeSpan until)
    {
        lock (_gate)
        {
            if (!_isDisposed && _tell is not null) _asking.Change(until, Timeout.InfiniteTimeSpan);
        }
    }

    private int EndsInMs(Credential credential) => (int)Math.Min(int.MaxValue, Remaining(credential).TotalMilliseconds);

    private TimeSpan Remaining(Credential credential)
    {
        var remaining = credential.ExpiresAt - _clock.GetUtcNow();
        return remaining > Longest ? Longest : remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining;
    }
}
