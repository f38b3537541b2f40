using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Storage;

namespace TopGun.Server.Sessions;

/// <summary>One client after Welcome: takes its frames to their partitions, and builds the next frame for it when its stream can take one.</summary>
/// <remarks>It knows frames and partitions, not gRPC. One loop calls <see cref="ReceiveAsync"/>, one <see cref="NextAsync"/>.</remarks>
internal sealed class SyncSession : IMapWatcher, IDisposable
{
    private readonly PartitionTable _partitions;
    private readonly string _nodeId;
    private readonly SessionSettings _options;
    private readonly TimeProvider _clock;

    // Held while the pure session is asked or told. Never taken inside a partition's gate: the order is session, then partition.
    private readonly Lock _gate = new();
    private readonly ServerSession _session;
    private readonly SemaphoreSlim _inFlight;
    private readonly EarlyBatches _early;
    private readonly Queue<ServerFrame> _direct = new();
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _queried = new(StringComparer.Ordinal);
    private readonly DirtyMaps _dirty = new();
    private readonly Signal _signal = new();
    private readonly Signal _taken = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SyncException? _failure;
    private volatile bool _isFinishing;
    private int _reloadsBegun;   // by NextAsync, which alone looks at it
    private int _reloadsEnded;
    private readonly SessionCalls? _calls;
    private bool _isClosed;

    public SyncSession(
        Principal principal, Hello hello, SyncLimits limits, IMapAccess access, PartitionTable partitions, SessionSettings options, TimeProvider clock, ResolverCalls? calls = null)
    {
        _session = new ServerSession(principal, hello.NodeId, limits, access, RecordCodec.Instance, hello.Features, MapChanged);
        _partitions = partitions;
        _nodeId = hello.NodeId;
        _options = options;
        _clock = clock;
        _inFlight = new SemaphoreSlim(options.MaxBatchesInFlight);
        _early = new EarlyBatches(options.MaxBatchesInFlight, clock);
        _calls = calls is null ? null : new SessionCalls(calls, principal, options.MaxCallsUnanswered, clock);
    }

    /// <summary>What the user may take of the server; null for no bound.</summary>
    public UserLimits? Limits { get; init; }

    /// <summary>Takes another token for the stream.</summary>
    public Func<string, Task>? RefreshToken { get; init; }

    /// <summary>Notes that the client has purged a map.</summary>
    public Action<string>? Purged { get; init; }

    /// <summary>Takes a frame from the client; waits when the client is ahead of the commits.</summary>
    /// <exception cref="SyncException">The frame breaks the contract; the stream must end.</exception>
    public async ValueTask ReceiveAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        // These answers are not read from committed state but kept, so who does not take them must not get more (INV-SES-2).
        while (KeptAnswers() >= _options.MaxKeptAnswers) await _taken.WaitAsync(cancellationToken);

        switch (frame)
        {
            case OpBatch batch: await SubmitAsync(batch, cancellationToken); break;
            case Subscribe subscribe: Begin(subscribe); break;
            case Unsubscribe unsubscribe: Receive(unsubscribe); break;
            case DigestRequest request: Ask(request); break;
            case Ping ping:
                Send(new Pong(ping.Nonce, _clock.GetUtcNow().ToUnixTimeMilliseconds()));
                _calls?.Renew();
                Progress();
                break;
            case ResolverCall call when _calls is not null: await AskAsync(call, _calls, cancellationToken); break;
            case TokenRefresh refresh when RefreshToken is not null: await RefreshToken(refresh.Token); break;
            case PurgeReceipt receipt: Purged?.Invoke(receipt.Map); break;
            case Hello: throw new SyncException(ErrorCode.InvalidFrame, "A second Hello came; it is the first frame of a stream, and only that.");
            default: throw new SyncException(ErrorCode.InvalidFrame, $"A frame of kind {frame.GetType().Name} is not known here.");
        }
    }

    /// <summary>What the user may do has changed, or may have: each subscription is looked at before the next page of it leaves.</summary>
    /// <param name="principal">The user with the roles of another token; null when only the rules have changed.</param>
    public void Reauthorise(Principal? principal = null)
    {
        string[] maps;
        lock (_gate)
        {
            if (principal is not null)
            {
                _session.Reauthorise(principal);
                if (_calls is not null) _calls.Principal = principal;
            }

            maps = [.. _session.Subscribed];
        }

        foreach (var map in maps) MapChanged(map);
    }

    /// <summary>Has a frame leave that is not read from committed state.</summary>
    public void Tell(ServerFrame frame) => Send(frame);

    /// <summary>Completes after <see cref="Finish"/>, when there are answers to all that came.</summary>
    public Task Answered => _answered.Task;

    /// <summary>No more ops come: <see cref="NextAsync"/> ends when it has given the answers to all that came.</summary>
    public void Finish()
    {
        _isFinishing = true;
        // Either this sees the last answer, or who gives that sees this.
        Interlocked.MemoryBarrier();
        LookAtEnd();
    }

    /// <summary>The next frames for the client; waits until there are some. None when there will be no more.</summary>
    /// <exception cref="SyncException">A map that the client asked for can't be read; the stream must end.</exception>
    public async Task<IReadOnlyList<ServerFrame>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_failure is { } failure) throw failure;
            // Looked at first: when no batch is in flight, and no map on its way into memory, the answers to all of them are there to be found below.
            var reloads = _reloadsBegun;
            var isLast = _isFinishing && _inFlight.CurrentCount == _options.MaxBatchesInFlight && Volatile.Read(ref _reloadsEnded) == reloads;
            if (TakeDirect() is { Count: > 0 } direct) return direct;
            while (_dirty.TryTake(out var map))
            {
                if (Pull(map, out var isUnfinished) is { Count: > 0 } frames) return frames;
                if (!isUnfinished) continue;
                // A large piece of work goes on: between its steps those who write the map, and whoever else wants the thread, have their turn.
                cancellationToken.ThrowIfCancellationRequested();
                _partitions.Of(map).GiveWay();
                await Task.Yield();
                // A client whose question takes seconds still wants to hear that the server is there.
                if (TakeDirect() is { Count: > 0 } meanwhile) return meanwhile;
            }

            if (isLast && _reloadsBegun == reloads) return [];
            await _signal.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void MapChanged(string map)
    {
        _dirty.Mark(map);
        _signal.Set();
    }

    /// <summary>The client has gone: nothing wakes it any more.</summary>
    public void Dispose()
    {
        string[] watched, queried;
        lock (_gate)
        {
            _isClosed = true;
            watched = [.. _watched];
            queried = [.. _queried];
        }

        foreach (var map in watched) _partitions.Of(map).Watchers.Remove(map, this);
        foreach (var map in queried) _partitions.Of(map).Watchers.Remove(map, _nodeId, this);
        lock (_gate)
        {
            foreach (var map in queried)
                _partitions.Of(map).TryRead(partition => _session.End(map, partition));
        }
    }

    private async ValueTask SubmitAsync(OpBatch batch, CancellationToken cancellationToken)
    {
        lock (_gate) _session.Receive(batch);
        if (batch is { Ops.Count: 0, SettledThrough: 0 }) return;   // It confirms nothing, and is not worth loading a map for.
        if ((_partitions.Of(batch.Map).WhyFull(batch.Map, _session.Principal.Subject) ?? Limits?.Take(_session.Principal.Subject, Math.Max(1, batch.WriteCount), batch.SizeBound)) is { } held)
        {
            // It has not been looked at, so which number is next only the client knows: from the first op without a result.
            Send(new BatchStopped(batch.Map, batch.Writer, held, 0));
            if (_early.Add(held.RetryAfterMs) is var pause && pause > TimeSpan.Zero) await Task.Delay(pause, _clock, cancellationToken);
            return;
        }

        await _inFlight.WaitAsync(cancellationToken);
        // Who only writes is told of its own batches by their receipts, and need not be woken by every commit of the others.
        if (!_partitions.Of(batch.Map).Post(new BatchWork(batch, _session.Principal, Answer))) throw Draining();
    }

    // After the batches that came before it, and before those that come after: a rule is in force for every op sent after the call.
    private async ValueTask AskAsync(ResolverCall call, SessionCalls calls, CancellationToken cancellationToken)
    {
        await calls.EnterAsync(call, cancellationToken);
        await _inFlight.WaitAsync(cancellationToken);
        calls.Ask(call, reply =>
        {
            Send(reply);
            _inFlight.Release();
            if (_isFinishing) LookAtEnd();
        });
    }

    private void Answer(BatchReceipt receipt)
    {
        // This has nothing to wait for, and its map may not even be readable.
        if (receipt is { RepeatFrom: null, Unrecorded: [], Stopped: { Error.Code: ErrorCode.Unavailable } stopped })
        {
            Send(stopped);
        }
        else
        {
            lock (_gate) _session.Answer(receipt);
            MapChanged(receipt.Map);
        }

        // Last, so that who sees no batch in flight finds all answers; and then whoever waits for that looks again.
        _inFlight.Release();
        if (_isFinishing) LookAtEnd();
    }

    private void LookAtEnd()
    {
        if (_inFlight.CurrentCount == _options.MaxBatchesInFlight) _answered.TrySetResult();
        _signal.Set();
    }

    private void Begin(Subscribe subscribe)
    {
        ServerFrame? ended;
        lock (_gate) ended = _session.Receive(subscribe);
        if (ended is not null)
        {
            Send(ended);
            if (subscribe.Writers.Count == 0) return;
        }

        if (subscribe.Query is null) Watch(subscribe.Map);
        else WatchResults(subscribe.Map);
        var load = new LoadWork(subscribe.Map, () => MapChanged(subscribe.Map), failure => CannotLoad(subscribe, failure));
        if (!_partitions.Of(subscribe.Map).Post(load)) throw Draining();
    }

    private void Watch(string map)
    {
        lock (_gate)
        {
            if (!_isClosed && _watched.Add(map)) _partitions.Of(map).Watchers.Add(map, this);
        }
    }

    // Of a part, what concerns it wakes the session, and not what else changes in the map.
    private void WatchResults(string map)
    {
        lock (_gate)
        {
            if (!_isClosed && _queried.Add(map)) _partitions.Of(map).Watchers.Add(map, _nodeId, this);
        }
    }

    private IReadOnlyList<ServerFrame> Pull(string map, out bool isUnfinished)
    {
        isUnfinished = false;
        var executor = _partitions.Of(map);
        IReadOnlyList<ServerFrame> frames = [];
        var isAway = false;
        lock (_gate)
        {
            if (_isClosed) return frames;
            var pulled = executor.Read(partition => partition.IsLoaded(map) ? _session.Pull(map, partition, _options.PageBytes) : null);
            isAway = pulled is null;
            isUnfinished = pulled is { IsUnfinished: true };
            if (pulled is { IsEmpty: false })
            {
                _dirty.Mark(map);   // There may be more; other maps come first.
                frames = pulled.Read();
            }
        }

        _taken.Set();
        if (isAway) Reload(map);
        return frames;
    }

    // A client that has only written does not keep its map in memory, and one that was slow to take its results finds it gone.
    private void Reload(string map)
    {
        _reloadsBegun++;
        var load = new LoadWork(map, () => Reloaded(map), failure =>
        {
            // Of a damaged one there is nothing to tell; who subscribes to it is told that.
            if (failure is not StoreCorruptException) _failure = new SyncException(new SyncError(ErrorCode.Unavailable, $"Map {map} can't be read now.", 1_000));
            Reloaded(null);
        });
        if (!_partitions.Of(map).Post(load)) Reloaded(null);
    }

    private void Reloaded(string? map)
    {
        // First what is to be looked at, then that nothing is missing.
        if (map is not null) MapChanged(map);
        Interlocked.Increment(ref _reloadsEnded);
        _signal.Set();
    }

    private void Progress()
    {
        IReadOnlyList<string> maps;
        lock (_gate) maps = _session.WantProgress();
        foreach (var map in maps) MapChanged(map);
    }

    private int KeptAnswers()
    {
        lock (_gate) return _direct.Count + _session.KeptAnswers;
    }

    private List<ServerFrame> TakeDirect()
    {
        lock (_gate)
        {
            List<ServerFrame> frames = [.. _direct];
            _direct.Clear();
            _taken.Set();
            foreach (var frame in frames)
                if (frame is ResolverReply) _calls!.Leave();
            return frames;
        }
    }

    private void CannotLoad(Subscribe subscribe, Exception failure)
    {
        if (failure is StoreCorruptException)
        {
            // Coming again would not help, and would cost the client its other maps each time.
            Receive(new Unsubscribe(subscribe.SubscriptionId));
            Send(new SubscriptionEnded(
                subscribe.SubscriptionId,
                new SyncError(ErrorCode.Unavailable, $"Map {subscribe.Map} can't be read: what the server's store holds of it is damaged.")));
            return;
        }

        // The client comes again, and finds the map readable or not.
        _failure = new SyncException(new SyncError(ErrorCode.Unavailable, $"Map {subscribe.Map} can't be read now.", 1_000));
        _signal.Set();
    }

    private void Ask(DigestRequest request)
    {
        string? map;
        lock (_gate) map = _session.Receive(request);
        if (map is not null) MapChanged(map);
    }

    private void Receive(Unsubscribe unsubscribe)
    {
        lock (_gate) _session.Receive(unsubscribe);
    }

    private void Send(ServerFrame frame)
    {
        lock (_gate) _direct.Enqueue(frame);
        _signal.Set();
    }

    private static SyncException Draining() => new(new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000));
}
