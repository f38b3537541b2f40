using TopGun.Client.Connection.Ladder;
using TopGun.Client.Replicas;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Connection;

/// <summary>Keeps a conversation with the server going: connects, and connects again. Safe for many threads at once.</summary>
internal sealed class ServerLink : IAsyncDisposable
{
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private static readonly StreamFailure Climbing = new(ConnectionReasonCode.Unreachable, "The client tries a better way to the server.");

    private static readonly string LibraryName = $"topgun-dotnet/{typeof(ServerLink).Assembly.GetName().Version?.ToString(3)}";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _maps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _partlyUsed = new(StringComparer.Ordinal);
    private readonly LiveReplica _replica;
    private readonly ISyncTransport? _transport;
    private readonly TokenSource _tokens;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly RungChoice _rungs;
    private readonly Signal _reconnect = new();
    private readonly CancellationTokenSource _closing = new();
    private Conversation? _conversation;
    private NetworkWatch? _network;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes the link; it does nothing before it is started.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="transport">The way to the server; null for a client that stays offline.</param>
    /// <param name="rungs">Which way to try.</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="time">The time.</param>
    /// <param name="random">Gives random numbers of 64 bits.</param>
    public ServerLink(LiveReplica replica, ISyncTransport? transport, RungChoice rungs, TokenSource tokens, TimeProvider time, Func<ulong> random)
    {
        (_replica, _transport, _rungs, _tokens, _time) = (replica, transport, rungs, tokens, time);
        _backoff = new Backoff(random);
        States = new StateLog(time);
    }

    /// <summary>Where it stands.</summary>
    public StateLog States { get; }

    /// <summary>Whether there is a server to reach.</summary>
    public bool HasServer => _transport is not null;

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        if (_transport is null) States.Disconnect(new(ConnectionReasonCode.NoServer, "The client was opened without a server's address."), null);
        else _running = Task.Run(() => RunAsync(_transport, _closing.Token));
        if (_transport is not null && _rungs.MayClimb) _network = new NetworkWatch(NetworkChanged);
    }

    /// <summary>A map is in use: its state is fetched, and followed.</summary>
    public void Use(string map)
    {
        lock (_gate)
        {
            if (_maps.Add(map)) _conversation?.Subscribe(map);
        }
    }

    /// <summary>Parts of a map are in use: what is held of it, the whole too, is fetched and followed.</summary>
    public void UseParts(string map)
    {
        lock (_gate)
        {
            _partlyUsed.Add(map);
            if (_replica.Read(replica => replica.HoldsWhole(map))) Use(map);
            if (_conversation is null) return;
            foreach (var part in _replica.Read(replica => replica.PartsOf(map))) _conversation.Subscribe(part);
        }
    }

    /// <summary>A part is held no longer.</summary>
    public void Release(PartReplica part)
    {
        lock (_gate) _conversation?.Unsubscribe(part);
    }

    /// <summary>A map is held as a whole no longer.</summary>
    public void Release(string map)
    {
        lock (_gate)
        {
            if (_maps.Remove(map)) _conversation?.Unsubscribe(map);
        }
    }

    /// <summary>Why the server does not show a part on this connection; null when it does, or was not asked yet.</summary>
    public SyncError? WhyEnded(PartReplica part)
    {
        lock (_gate) return _conversation?.WhyEnded(part);
    }

    /// <summary>Why the server does not show a map on this connection; null when it does, or was not asked yet.</summary>
    public SyncError? WhyEnded(string map)
    {
        lock (_gate) return _conversation?.WhyEnded(map);
    }

    /// <summary>How far a map has come on this connection.</summary>
    public MapProgress ProgressOf(string map)
    {
        lock (_gate) return _conversation?.ProgressOf(map) ?? MapProgress.Waiting;
    }

    /// <summary>Takes a map anew.</summary>
    /// <returns>False while the map has not reached the head on this connection, or there is none.</returns>
    public bool Rebuild(string map)
    {
        lock (_gate) return _conversation?.Rebuild(map) == true;
    }

    /// <summary>Asks the server something beside the conversation, on the rung that this has found.</summary>
    /// <exception cref="TopGunClientException">There is no answer; the message says why.</exception>
    public async Task<T> AskAsync<T>(Func<MapCalls, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (_transport is null) throw new TopGunClientException(ClientError.Unreachable, "The client was opened without a server's address.");
        try
        {
            var token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            return await ask(_transport.Calls(token, _rungs.Rung), cancellationToken).ConfigureAwait(false);
        }
        catch (StreamFailure failure)
        {
            throw new TopGunClientException(ClientError.Unreachable, failure.Reason.Message, failure);
        }
    }

    /// <summary>There may be something to send.</summary>
    public void Wake()
    {
        lock (_gate) _conversation?.Wake();
    }

    /// <summary>Connects at once, whatever it was waiting for. A connection that stands is made anew, since it may be dead and not know it.</summary>
    public void ReconnectNow()
    {
        _rungs.Climb();
        ConnectAnew();
    }

    /// <summary>The device has other network addresses: a wait is over, and the next connection goes the best way that gets through there.</summary>
    public void NetworkChanged()
    {
        _rungs.Climb();
        if (!States.Current.IsConnected) _reconnect.Set();
    }

    /// <summary>From now on this is the token; connects with it at once.</summary>
    public void UseToken(string token)
    {
        _tokens.Use(token);
        ConnectAnew();
    }

    /// <summary>Ends the conversation; what is in the op log stays there.</summary>
    public async ValueTask DisposeAsync()
    {
        _network?.Dispose();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        if (_transport is not null) States.Disconnect(new(ConnectionReasonCode.Closed, "The client was disposed of."), null);
        States.Complete();
        _transport?.Dispose();
        _closing.Dispose();
    }

    private void ConnectAnew()
    {
        // In this order: who waits for the signal may be connected a moment later, and it is not that conversation which is to end.
        lock (_gate)
        {
            if (States.Current.IsConnected) _conversation?.GiveUp(new(ConnectionReasonCode.Unreachable, "The application asked to connect anew."));
        }

        _reconnect.Set();
    }

    private async Task RunAsync(ISyncTransport transport, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            _reconnect.Clear();
            _rungs.Begin();
            var failure = await TryRungsAsync(transport, closing);
            if (closing.IsCancellationRequested) return;
            if (failure == Climbing) continue;

            var reason = Judge(failure.Reason);
            TimeSpan? wait = reason.NeedsHelp ? null : _backoff.Next(TimeSpan.FromMilliseconds(failure.RetryAfterMs));
            // First the wait, so that who learns of it and moves the time moves this wait too.
            var waiting = WaitAsync(wait, closing);
            States.Disconnect(reason, wait);
            if (await waiting) _backoff.Reset();
        }
    }

    // One rung after the other, until one carries a conversation to its end or fails for a reason that has nothing to do with rungs.
    private async Task<StreamFailure> TryRungsAsync(ISyncTransport transport, CancellationToken closing)
    {
        StreamFailure? first = null;
        var isExplained = false;
        while (true)
        {
            States.Move(ConnectionPhase.Connecting);
            States.Take(_rungs.Rung, _rungs.Reason);
            var failure = await TryOnceAsync(transport, closing);
            if (closing.IsCancellationRequested || States.Current.IsConnected) return failure;
            var told = failure;
            var isSomebodyElse = !isExplained && failure.Reason.Code == ConnectionReasonCode.NotTopGun && first?.Reason.Code == ConnectionReasonCode.Unreachable;
            if (first is null || isSomebodyElse || !failure.MayBeWay) failure = await ExplainAsync(transport, failure, closing);
            if (!failure.MayBeWay) return failure;
            isExplained |= failure != told;

            // What was wrong on the best way tells more than what was wrong on the last, unless only the last one found out that it is
            // somebody else who is there.
            if (first is null || isSomebodyElse) first = failure;
            if (closing.IsCancellationRequested || !_rungs.StepDown(failure.Reason.Message)) return first;
        }
    }

    private async Task<StreamFailure> TryOnceAsync(ISyncTransport transport, CancellationToken closing)
    {
        try
        {
            var token = await _tokens.GetAsync(closing);
            return await ConverseAsync(transport.Open(token, _rungs.Rung), closing);
        }
        catch (Exception error)
        {
            // The edge of the loop: it lives on whatever happens, and says why there is no connection.
            return FailureReasons.Of(error);
        }
    }

    private static async Task<StreamFailure> ExplainAsync(ISyncTransport transport, StreamFailure failure, CancellationToken closing)
    {
        try
        {
            return await transport.ExplainAsync(failure, closing);
        }
        catch (Exception)
        {
            // What was known before is still true.
            return failure;
        }
    }

    private async Task<StreamFailure> ConverseAsync(ISyncStream stream, CancellationToken closing)
    {
        using var ours = stream;
        ITimer? climbing = null;
        await using var conversation = Open(stream, () => Welcome(climbing), closing);
        await using var timer = climbing = _time.CreateTimer(_ => conversation.GiveUp(Climbing), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var start = _time.GetTimestamp();
        try
        {
            return await conversation.RunAsync();
        }
        finally
        {
            lock (_gate) _conversation = null;
            _replica.Stepped.Raise();
            if (States.Current.IsConnected && _time.GetElapsedTime(start) >= Stable) _backoff.Reset();
        }
    }

    private void Welcome(ITimer? climbing)
    {
        _rungs.Welcomed();
        if (_rungs.ClimbIn is { } left) climbing?.Change(left, Timeout.InfiniteTimeSpan);
    }

    private Conversation Open(ISyncStream stream, Action welcomed, CancellationToken closing)
    {
        lock (_gate)
        {
            var session = _replica.Read(NewSession);
            return _conversation = new Conversation(_replica, stream, session, States, _time, _rungs.WelcomePatience, closing) { Welcomed = welcomed, NextToken = _tokens.CanRenew ? _tokens.GetAsync : null };
        }
    }

    private ReplicaSession NewSession(Replica replica)
    {
        var session = new ReplicaSession(replica, _maps, LibraryName);
        foreach (var map in _maps.Union(_partlyUsed))
            foreach (var part in replica.PartsOf(map)) session.Subscribe(part);
        return session;
    }

    // With the same token it would be refused again.
    private ConnectionReason Judge(ConnectionReason reason)
        => reason.Code == ConnectionReasonCode.TokenRefused && !_tokens.CanRenew
            ? reason with { Code = ConnectionReasonCode.TokenRefusedForGood }
            : reason;

    // Whether it was called rather than that the time was over.
    private async Task<bool> WaitAsync(TimeSpan? wait, CancellationToken closing)
    {
        using var waking = CancellationTokenSource.CreateLinkedTokenSource(closing);
        var called = _reconnect.WaitAsync(waking.Token);
        var over = Task.Delay(wait ?? Timeout.InfiniteTimeSpan, _time, waking.Token);
        await Task.WhenAny(called, over);
        await waking.CancelAsync();
        return called.IsCompletedSuccessfully;
    }
}
