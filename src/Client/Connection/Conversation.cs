using TopGun.Client.Replicas;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Connection;

/// <summary>Drives one conversation with the server over a stream, from Hello to its end.</summary>
/// <remarks>
/// Two loops: one takes what arrives, one sends what the session has to send whenever something woke it. A watch ends the
/// stream that nothing comes from.
/// </remarks>
internal sealed class Conversation : IAsyncDisposable
{
    // A woken loop that finds nothing to do must not be woken for the same at once again.
    private static readonly TimeSpan LeastNap = TimeSpan.FromMilliseconds(20);

    private readonly LiveReplica _replica;
    private readonly ISyncStream _stream;
    private readonly ReplicaSession _session;
    private readonly StateLog _states;
    private readonly TimeSpan _welcomePatience;
    private readonly TimeProvider _time;
    private readonly Signal _wake = new();
    private readonly ITimer _nap;
    private readonly ITimer _watch;
    private readonly CancellationTokenSource _ending;
    private StreamFailure? _givenUp;
    private Task _renewing = Task.CompletedTask;

    /// <summary>Prepares a conversation, which waits only so long for its Welcome.</summary>
    public Conversation(
        LiveReplica replica, ISyncStream stream, ReplicaSession session, StateLog states, TimeProvider time, TimeSpan welcomePatience, CancellationToken closing)
    {
        (_replica, _stream, _session, _states, _time, _welcomePatience) = (replica, stream, session, states, time, welcomePatience);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        _nap = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = time.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called when the server has welcomed the client.</summary>
    public Action? Welcomed { get; init; }

    /// <summary>Gives another token when the server asks for one; null where there is none to be had.</summary>
    public Func<CancellationToken, ValueTask<string?>>? NextToken { get; init; }

    /// <summary>There may be something to send.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Subscribes to another map, too. Not any more after <see cref="RunAsync"/> has returned.</summary>
    public void Subscribe(string map) => Change(session => session.Subscribe(map));

    /// <summary>Subscribes to a part of a map, too.</summary>
    public void Subscribe(PartReplica part) => Change(session => session.Subscribe(part));

    /// <summary>Ends the subscription to a map.</summary>
    public void Unsubscribe(string map) => Change(session => session.Unsubscribe(map));

    /// <summary>Ends the subscription to a part of a map.</summary>
    public void Unsubscribe(PartReplica part) => Change(session => session.Unsubscribe(part));

    /// <summary>Takes a map anew.</summary>
    /// <returns>False while the map has not reached the head on this connection.</returns>
    public bool Rebuild(string map)
    {
        var isBegun = _replica.Step((_, _) =>
        {
            var begun = _session.Rebuild(map);
            ShowProgress();
            return begun;
        });
        if (isBegun) Wake();
        return isBegun;
    }

    /// <summary>Why the server does not show a map; null when it does, or was not asked yet.</summary>
    public SyncError? WhyEnded(string map) => _replica.Read(_ => _session.WhyEnded(map));

    /// <summary>How far a map has come.</summary>
    public MapProgress ProgressOf(string map) => _replica.Read(_ => _session.ProgressOf(map));

    /// <summary>Why the server does not show a part; null when it does, or was not asked yet.</summary>
    public SyncError? WhyEnded(PartReplica part) => _replica.Read(_ => _session.WhyEnded(part));

    /// <summary>Ends the stream for a reason of this side.</summary>
    public void GiveUp(StreamFailure reason)
    {
        Interlocked.CompareExchange(ref _givenUp, reason, null);
        // Not here: what is cancelled may run code that needs the caller's lock.
        _ = _ending.CancelAsync();
    }

    /// <summary>Runs to the end of the stream.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<StreamFailure> RunAsync()
    {
        _watch.Change(_welcomePatience, Timeout.InfiniteTimeSpan);
        var reading = ReadAsync(_ending.Token);
        var writing = WriteAsync(_ending.Token);
        await Task.WhenAny(reading, writing);
        if (writing is { IsFaulted: true, Exception.InnerException: StreamFailure })
        {
            // What could not be sent, has been refused by the other side; why, is about to be read.
            var patience = Task.Delay(TimeSpan.FromSeconds(2), _time, _ending.Token);
            await Task.WhenAny(reading, patience);
        }

        await _ending.CancelAsync();
        await _renewing;
        _stream.Dispose();
        // Both, or the one that is left would say that it is in step when there is no connection any more.
        var (read, written) = (await EndAsync(reading), await EndAsync(writing));
        return _givenUp ?? read ?? written ?? new StreamFailure(ConnectionReasonCode.Closed, "The client was disposed of.");
    }

    /// <summary>Ends everything that the conversation has begun.</summary>
    public async ValueTask DisposeAsync()
    {
        await _nap.DisposeAsync();
        await _watch.DisposeAsync();
        _ending.Dispose();
    }

    private void Change(Action<ReplicaSession> change)
    {
        _replica.Step((_, _) =>
        {
            change(_session);
            ShowProgress();
            return true;
        });
        Wake();
    }

    private static async Task<StreamFailure?> EndAsync(Task loop)
    {
        try
        {
            await loop;
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception error)
        {
            // The edge of the conversation: whatever ended it is why there is no connection.
            return FailureReasons.Of(error);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (var frame in _stream.ReadAsync(cancellationToken))
        {
            _replica.Step((_, now) =>
            {
                _session.Receive(frame, now);
                ShowProgress();
                return true;
            });
            if (_session.Ended is { } error) throw FailureReasons.Of(error);
            if (_session.WantsToken && _renewing.IsCompleted) _renewing = RenewTokenAsync(cancellationToken);
            _wake.Set();
        }

        throw new StreamFailure(ConnectionReasonCode.Unreachable, "The server ended the stream.");
    }

    // Frames go on meanwhile: a provider may ask somebody for it.
    private async Task RenewTokenAsync(CancellationToken cancellationToken)
    {
        string? token = null;
        try
        {
            if (NextToken is { } next) token = await next(cancellationToken);
        }
        catch (Exception failed) when (failed is StreamFailure or OperationCanceledException)
        {
            // The server asks again; and if the stream ends for it, the next connection asks the provider and says what is wrong.
        }

        _replica.Step((_, _) =>
        {
            _session.Refresh(token);
            return true;
        });
        _wake.Set();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        for (var next = Next(); ;)
        {
            if (next is not { } frame)
            {
                await _wake.WaitAsync(cancellationToken);
                next = Next();
                continue;
            }

            // One ahead, so that the last frame of a burst is the one that flushes.
            next = Next();
            await _stream.WriteAsync(frame, next is not null, cancellationToken);
            if (frame is Hello) Greeted();
        }
    }

    private ClientFrame? Next() => _replica.Step((_, now) =>
    {
        var frame = _session.Next(now);
        ShowProgress();
        if (frame is null && _session.WakeAtMs is var wake && wake < long.MaxValue)
            _nap.Change(Later(TimeSpan.FromMilliseconds(wake - now.MonotonicMs), LeastNap), Timeout.InfiniteTimeSpan);
        return frame;
    });

    private void Greeted() => _replica.Step((_, _) =>
    {
        if (_session.Welcome is null) _states.Move(ConnectionPhase.Authenticating);
        return true;
    });

    // Under the lock of the replica, so that phases follow each other as the frames do.
    private void ShowProgress()
    {
        if (_session.Welcome is null) return;
        if (!_states.Current.IsConnected)
        {
            Welcomed?.Invoke();
            _states.Move(ConnectionPhase.Connected);
        }

        _states.Move(_session.IsSynced ? ConnectionPhase.Synced : ConnectionPhase.Syncing);
    }

    private void Watch()
    {
        var (welcome, isSilent) = _replica.Step((_, now) => (_session.Welcome, _session.IsSilent(now)));
        if (welcome is null)
            GiveUp(new StreamFailure(ConnectionReasonCode.Silent, $"The server did not answer within {_welcomePatience.TotalSeconds:N0} s; check the address, and whether a proxy in between passes gRPC.") { MayBeWay = true });
        else if (isSilent)
            GiveUp(new StreamFailure(ConnectionReasonCode.Silent, $"The server was silent for more than {3L * welcome.HeartbeatMs / 1_000:N0} s."));
        else
            _watch.Change(TimeSpan.FromMilliseconds(welcome.HeartbeatMs), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
