using TopGun.Client.Maps;
using TopGun.Client.Time;
using TopGun.Core.Registrations;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Client.Replicas;

/// <summary>The replica of a client, shared by its application and its connection. Safe for many threads at once.</summary>
/// <remarks>
/// One lock stands around the pure state machine and its store. No code of the application runs under it: what happened is put
/// into feeds and pending writes there, in order, and read from them outside.
/// </remarks>
internal sealed class LiveReplica : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IReplicaStore _store;
    private readonly Replica _replica;
    private readonly DeviceClock _clock;
    private readonly OpLogBound _bound;
    private readonly Dictionary<string, List<ChangeFeed>> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PendingWrite> _writes = [];
    private readonly HashSet<string> _mismatched = new(StringComparer.Ordinal);
    private readonly HashSet<ReplicaAsk> _asks = [];
    private bool _isDisposed;

    /// <summary>Opens a replica over a store, which it disposes of with itself.</summary>
    public LiveReplica(IReplicaStore store, Replica replica, DeviceClock clock, OpLogBound bound)
        => (_store, _replica, _clock, _bound) = (store, replica, clock, bound);

    /// <summary>Raised after each step: ops, inbox or confirmed state may have changed.</summary>
    public Notice Stepped { get; } = new();

    /// <summary>Called after each write of the application, outside of the lock.</summary>
    public Action Written { get; set; } = () => { };

    /// <summary>Called for each registration that the server refuses to renew; under the lock, so it must return at once.</summary>
    public Action<ResolverIntent> RegistrationLost { get; set; } = _ => { };

    /// <summary>Whether the client was disposed of.</summary>
    public bool IsDisposed
    {
        get
        {
            lock (_gate) return _isDisposed;
        }
    }

    /// <summary>Reads; nothing changes.</summary>
    public T Read<T>(Func<Replica, T> read)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TopGunClient));
            return read(_replica);
        }
    }

    /// <summary>Runs one step, and hands on what happened in it.</summary>
    public T Step<T>(Func<Replica, ClockReading, T> step)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TopGunClient));
            try
            {
                return step(_replica, _clock.Read());
            }
            finally
            {
                // Also after a failure: a step of several commits may have come through half of them.
                HandOn_NeedsLock(_replica.TakeEvents());
                Stepped.Raise();
            }
        }
    }

    /// <summary>Logs a write.</summary>
    /// <exception cref="TopGunClientException">It was not logged, and is not shown.</exception>
    public PendingWrite Write(Func<Replica, ClockReading, LoggedOp> write) => TryWrite(write)!;

    /// <summary>Logs a write, if there is one to log.</summary>
    /// <exception cref="TopGunClientException">It was not logged, and is not shown.</exception>
    public PendingWrite? TryWrite(Func<Replica, ClockReading, LoggedOp?> write)
    {
        try
        {
            var pending = Log(write);
            if (pending is not null) Written();
            return pending;
        }
        catch (SyncException error)
        {
            var code = error.Error.Code switch
            {
                ErrorCode.LimitExceeded => ClientError.LimitExceeded,
                ErrorCode.VersionUnsupported => ClientError.ServerTooOld,
                _ => ClientError.InvalidWrite,
            };
            throw new TopGunClientException(code, error.Message, error);
        }
        catch (PartialRecordException error)
        {
            throw new TopGunClientException(ClientError.PartialRecord, error.Message, error);
        }
        catch (MapTypeException error)
        {
            throw new TopGunClientException(ClientError.TypeMismatch, error.Message, error);
        }
    }

    /// <summary>Whether a map could not be brought in step by digest walks since the client was opened.</summary>
    public bool IsMismatched(string map)
    {
        lock (_gate) return _mismatched.Contains(map);
    }

    /// <summary>Asks the server something about resolvers, on this connection or the next that stands.</summary>
    public ReplicaAsk Ask(ResolverRequest request) => Step((replica, _) =>
    {
        var ask = new ReplicaAsk(this, replica, request);
        _asks.Add(ask);
        return ask;
    });

    /// <summary>Nobody waits for an answer any more.</summary>
    public void Abandon(ReplicaAsk ask)
    {
        lock (_gate)
        {
            if (_asks.Remove(ask) && !_isDisposed) _replica.Resolvers.Abandon(ask.Ask);
        }
    }

    /// <summary>Begins to collect the changes of a map.</summary>
    public ChangeFeed Watch(string map)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TopGunClient));
            var feed = new ChangeFeed(this, map);
            if (!_feeds.TryGetValue(map, out var feeds)) _feeds[map] = feeds = [];
            feeds.Add(feed);
            _replica.Watch(map);
            return feed;
        }
    }

    /// <summary>Ends the collecting of a feed.</summary>
    public void Unwatch(ChangeFeed feed)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(feed.Map, out var feeds) || !feeds.Remove(feed) || feeds.Count > 0) return;
            _feeds.Remove(feed.Map);
            _replica.Unwatch(feed.Map);
        }
    }

    /// <summary>Ends feeds and pending writes, and closes the store.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (var write in _writes.Values) write.Abandon();
            foreach (var ask in _asks) ask.Fail();
            foreach (var feed in _feeds.Values.SelectMany(feeds => feeds)) feed.Complete();
            _store.Dispose();
        }

        Stepped.Raise();
    }

    private PendingWrite? Log(Func<Replica, ClockReading, LoggedOp?> write)
    {
        // Refused before the step begins: nothing has happened, and nobody who waits for room is woken by it.
        lock (_gate)
        {
            if (!_isDisposed) _bound.Check(_replica);
            return Step((replica, now) => write(replica, now) is { } op ? _writes[op.Position] = new PendingWrite(this, op) : null);
        }
    }

    private void HandOn_NeedsLock(ReplicaEvents events)
    {
        if (_feeds.Count > 0)
            foreach (var changes in events.Changes.GroupBy(change => change.Map, StringComparer.Ordinal))
                if (_feeds.TryGetValue(changes.Key, out var feeds))
                    foreach (var feed in feeds) feed.Add(changes);

        _mismatched.UnionWith(events.Mismatches);
        foreach (var lost in _replica.Resolvers.TakeLost()) RegistrationLost(lost);

        foreach (var settled in events.Settled)
            if (_writes.Remove(settled.Op.Position, out var write)) write.Settle(settled);
    }
}
