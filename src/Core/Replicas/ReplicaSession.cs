using TopGun.Core.Maps;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>The client's side of one conversation with the server, from Hello to the end of the stream.</summary>
/// <remarks>
/// A pure state machine: it is asked for the next frame when the stream can take one, and given each frame that arrives.
/// Nothing of it survives the stream; the next one begins from what the replica holds. Not safe for several threads at once.
/// </remarks>
public sealed class ReplicaSession
{
    // Enough to keep a stream busy over a long line, and well below the results that a server keeps unconfirmed.
    private const int MaxInFlight = 4_000;

    // Half of the smallest frame that a server may announce: the bounds of ops are generous.
    private const int MaxBatchBytes = 256 << 10;

    // Confirming costs the server a commit, so it waits for the next batch unless very much is unconfirmed.
    private const int ConfirmAlone = 1_000;

    // A longer round trip says less of the server's time than is worth knowing.
    private const int TellingRoundTripMs = 20;

    private readonly ReplicaSync _replica;
    private readonly ResolverSending _resolvers;
    private readonly string _client;
    private readonly Dictionary<(string Map, long Part), MapSubscription> _subscriptions = [];

    // Maps with a part of which the history was lost on this stream.
    private readonly HashSet<string> _forked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Map, WriterId Writer), LaneSending> _lanes = [];
    private readonly Queue<DigestRequest> _walking = new();
    private readonly Queue<int> _unsubscribed = new();
    private readonly Queue<string> _purged = new();
    private string? _token;
    private int _lastSubscription;
    private string? _lastServed;
    private long? _helloAtMs;
    private long _heardAtMs;
    private long _pingAtMs;
    private long _nonce;
    private bool _awaitsTime;

    /// <summary>Begins a conversation.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="maps">The maps to subscribe to.</param>
    /// <param name="client">Name and version of the client library, for the server's log; at most 128 bytes.</param>
    public ReplicaSession(Replica replica, IEnumerable<string> maps, string client)
    {
        _replica = replica.Sync;
        _resolvers = new ResolverSending(replica.Resolvers);
        _client = client;
        foreach (var map in maps) Subscribe(map);
    }

    /// <summary>What the server answered to Hello; null before.</summary>
    public Welcome? Welcome { get; private set; }

    /// <summary>Why the server ended the stream; null while it did not.</summary>
    public SyncError? Ended { get; private set; }

    /// <summary>Whether the server has asked for another token since the last one was given.</summary>
    public bool WantsToken { get; private set; }

    /// <summary>Whether all subscribed maps and parts have reached the head once on this stream.</summary>
    public bool IsSynced => Welcome is not null && _subscriptions.Values.All(subscription => subscription.IsSynced || subscription.Ended is not null);

    /// <summary>Gives the server another token for this stream; null when there is none but the one that it has.</summary>
    public void Refresh(string? token)
    {
        WantsToken = false;
        if (Welcome?.Features.Contains(Features.Refresh) == true) _token = token;
    }

    /// <summary>Subscribes to a map; nothing happens when it is subscribed to.</summary>
    public void Subscribe(string map) => _subscriptions.TryAdd((map, 0), new MapSubscription(++_lastSubscription, map));

    /// <summary>Subscribes to a part of a map; nothing happens when it is subscribed to.</summary>
    public void Subscribe(PartReplica part) => _subscriptions.TryAdd((part.Map, part.Id), new MapSubscription(++_lastSubscription, part.Map, part.Id));

    /// <summary>Ends the subscription to a map.</summary>
    public void Unsubscribe(string map) => Unsubscribe(map, 0);

    /// <summary>Ends the subscription to a part of a map.</summary>
    public void Unsubscribe(PartReplica part)
    {
        Unsubscribe(part.Map, part.Id);
        // It may be the one for which the others were waiting.
        if (_subscriptions.Values.Any(other => other.Map == part.Map)) JudgeLost(part.Map, part.Id);
    }

    /// <summary>Takes a map anew from the server, or the parts that are held of it; its ops stay.</summary>
    /// <returns>False while it has not reached the head on this stream: only then it is known that its history is the server's.</returns>
    public bool Rebuild(string map)
    {
        MapSubscription[] parts = [.. _subscriptions.Values.Where(subscription => subscription.IsPart && subscription.Map == map && subscription.Ended is null)];
        if (parts.Any(part => !part.IsCaughtUp)) return false;
        if (!_subscriptions.ContainsKey((map, 0)))
        {
            Rebuild(parts);
            return parts.Length > 0;
        }

        if (!_subscriptions.TryGetValue((map, 0), out var subscription) || !subscription.IsCaughtUp) return false;
        _replica.Repair.Rebuild(map);
        Unsubscribe(map);
        Subscribe(map);
        Rebuild(parts);
        return true;
    }

    /// <summary>Whether a map has reached the head on this stream, and was compared with the server's digest.</summary>
    public bool IsCaughtUp(string map) => _subscriptions.TryGetValue((map, 0), out var subscription) && subscription.IsSynced;

    /// <summary>How far a map has come on this stream.</summary>
    public MapProgress ProgressOf(string map) => Welcome is null ? MapProgress.Waiting : _subscriptions.GetValueOrDefault((map, 0))?.Progress ?? MapProgress.Waiting;

    /// <summary>Why the server ended the subscription to a map, or null.</summary>
    public SyncError? WhyEnded(string map) => _subscriptions.GetValueOrDefault((map, 0))?.Ended;

    /// <summary>Why the server ended the subscription to a part, or null.</summary>
    public SyncError? WhyEnded(PartReplica part) => _subscriptions.GetValueOrDefault((part.Map, part.Id))?.Ended;

    /// <summary>When <see cref="Next"/> should be asked again although nothing happened, in milliseconds of the monotonic clock.</summary>
    public long WakeAtMs
    {
        get
        {
            if (Welcome is not { } welcome) return long.MaxValue;
            if (_subscriptions.Values.Any(subscription => subscription.Walk is { IsReading: true })) return _heardAtMs;
            var wake = Math.Min(_pingAtMs + welcome.HeartbeatMs, _resolvers.WakeAtMs);
            foreach (var ((map, writer), lane) in _lanes)
                if (lane.PausedUntilMs > long.MinValue && _replica.Log(map).Lane(writer).Unsettled.Count > 0) wake = Math.Min(wake, lane.PausedUntilMs);
            return wake;
        }
    }

    /// <summary>Whether the server has been silent for so long that the stream must be taken for dead.</summary>
    public bool IsSilent(ClockReading now) => Welcome is { } welcome && now.MonotonicMs - _heardAtMs > 3L * welcome.HeartbeatMs;

    /// <summary>The next frame to send; null when there is none now.</summary>
    public ClientFrame? Next(ClockReading now)
    {
        if (_helloAtMs is null)
        {
            _helloAtMs = now.MonotonicMs;
            return new Hello(
                ProtocolVersion.Min,
                ProtocolVersion.Max,
                _replica.NodeId,
                [Features.Resolvers, Features.Digest, Features.Resync, Features.Progress, Features.Refresh, Features.Revoked, Features.OrMap, Features.Counter],
                _client);
        }

        if (Welcome is not { } welcome || Ended is not null) return null;
        if (now.MonotonicMs - _pingAtMs >= welcome.HeartbeatMs)
        {
            _pingAtMs = now.MonotonicMs;
            return new Ping(++_nonce);
        }

        if (_token is { } token)
        {
            _token = null;
            return new TokenRefresh(token);
        }

        if (_purged.TryDequeue(out var purged)) return new PurgeReceipt(purged);
        if (_resolvers.Next(now.MonotonicMs) is { } call) return call;
        if (_unsubscribed.TryDequeue(out var unsubscribed)) return new Unsubscribe(unsubscribed);
        if (NextSubscribe() is { } subscribe) return subscribe;
        if (NextDigests() is { } asked) return asked;
        return _awaitsTime ? null : NextBatch(now);
    }

    /// <summary>Takes a frame from the server.</summary>
    /// <exception cref="SyncException">The conversation can't go on; what the replica holds is untouched by the frame.</exception>
    public void Receive(ServerFrame frame, ClockReading now)
    {
        _heardAtMs = now.MonotonicMs;
        switch (frame)
        {
            case Welcome welcome: Meet(welcome, now); break;
            case OpResults results: Settle(results); break;
            case BatchStopped stopped: Pause(stopped, now); break;
            case ChangePage page when Find(page.SubscriptionId) is { } subscription: Apply(subscription, page); break;
            case Reset reset when Find(reset.SubscriptionId) is { } subscription: Begin(subscription, reset); break;
            case CaughtUp caughtUp when Find(caughtUp.SubscriptionId) is { } subscription: Reach(subscription, caughtUp); break;
            case DigestReply reply when Find(reply.SubscriptionId) is { } subscription: Compare(subscription, reply); break;
            case SubscriptionEnded ended when Find(ended.SubscriptionId) is { } subscription: End(subscription, ended.Error); break;
            case Revoked revoked: Purge(revoked); break;
            case TokenExpiring: WantsToken = true; break;
            case Pong pong when pong.Nonce == _nonce: Learn(pong, now); break;
            case ResolverReply reply: _resolvers.Receive(reply, now.MonotonicMs); break;
            case MergeRejected rejected: _replica.Explain(rejected); break;
            case StreamEnded ended: End(ended.Error); break;
            default: break;   // Of a subscription that has ended here, or of a kind that this version does not know.
        }
    }

    private void Apply(MapSubscription subscription, ChangePage page)
    {
        if (subscription.IsPart)
        {
            _replica.Parts.Apply(subscription.Part, page);
            return;
        }

        var replica = _replica.MapOf(subscription.Map);
        subscription.Count(page, !replica.IsWalking && (!replica.IsComplete || replica.Resetting != ResetReason.None));
        _replica.Apply(subscription.Map, page);
    }

    private void Settle(OpResults results)
    {
        _replica.Settle(results);
        _replica.Poison.Clear(results.Map, results.Writer, _replica.Log(results.Map).Lane(results.Writer).LowestUnsettled - 1);
    }

    private void End(SyncError error)
    {
        Ended = error;
        if (PoisonSearch.IsFault(error) && _replica.Poison.Blame([.. OnTheirWay()]) is { } op) _replica.GiveUp(op);
    }

    // What was sent on this stream and has no result, of each writer and map that has any.
    private IEnumerable<(string Map, WriterId Writer, IReadOnlyList<LoggedOp> Ops)> OnTheirWay()
    {
        foreach (var ((map, writer), sending) in _lanes)
        {
            LoggedOp[] ops = [.. _replica.Log(map).Lane(writer).Unsettled.TakeWhile(op => op.Number < sending.Next)];
            if (ops.Length > 0) yield return (map, writer, ops);
        }
    }

    private void Meet(Welcome welcome, ClockReading now)
    {
        var roundTripMs = now.MonotonicMs - (_helloAtMs ?? now.MonotonicMs);
        var isNews = _replica.Meet(welcome, now, roundTripMs);
        _resolvers.Meet(welcome);
        Welcome = welcome;
        // The first round trip is the slowest, with all that has to be set up on both sides, and half of it says little. Another tells
        // better; what was written meanwhile waits for it, or would win over later writes by a date in the future.
        _awaitsTime = isNews && roundTripMs > TellingRoundTripMs;
        _pingAtMs = _awaitsTime ? now.MonotonicMs - welcome.HeartbeatMs : now.MonotonicMs;
    }

    private void Learn(Pong pong, ClockReading now)
    {
        _replica.Learn(now, pong.ServerTimeMs, now.MonotonicMs - _pingAtMs);
        _awaitsTime = false;
    }

    private void Reach(MapSubscription subscription, CaughtUp caughtUp)
    {
        if (caughtUp.Digest is null && !subscription.IsPart && _replica.GiveUpWalk(subscription.Map))
        {
            Unsubscribe(subscription.Map);
            Subscribe(subscription.Map);
            return;
        }

        subscription.IsCaughtUp = true;
        if (!subscription.IsPart) _replica.CatchUp(subscription.Map, caughtUp.At);
        JudgeLost(subscription.Map);
        _replica.LearnType(subscription.Map, caughtUp.Type);
        if (caughtUp.Digest is not null) subscription.Walk = new DigestWalk(subscription.Id, subscription.Map, caughtUp, _replica.Repair);
        // Mostly this is all there is to it.
        if (NextOf(subscription) is { } request) _walking.Enqueue(request);
    }

    private void Compare(MapSubscription subscription, DigestReply reply)
    {
        subscription.Walk?.Receive(reply);
        EndIfDone(subscription);
    }

    private void Begin(MapSubscription subscription, Reset reset)
    {
        subscription.IsCaughtUp = false;
        if (subscription.IsPart)
        {
            _replica.Parts.BeginReset(subscription.Part, reset.Reason, reset.ForkVersion, reset.Reason == ResetReason.LostBranch && _forked.Add(subscription.Map));
            return;
        }

        _replica.BeginReset(subscription.Map, reset);
        // An answer to what was asked before may be under way, and belongs to a walk that is over.
        if (subscription.Walk is { IsAwaiting: true })
        {
            Unsubscribe(subscription.Map);
            Subscribe(subscription.Map);
        }

        subscription.Walk = null;
    }

    private DigestRequest? NextOf(MapSubscription subscription)
    {
        var request = subscription.Walk?.Next();
        EndIfDone(subscription);
        return request;
    }

    private void EndIfDone(MapSubscription subscription)
    {
        if (subscription.Walk is not { IsDone: true }) return;
        _replica.EndWalk(subscription.Map);
        JudgeLost(subscription.Map);
    }

    private void Rebuild(MapSubscription[] parts)
    {
        foreach (var part in parts)
        {
            _replica.Parts.BeginReset(part.Part, ResetReason.Asked, 0, false);
            Unsubscribe(part.Map, part.Part);
            _subscriptions[(part.Map, part.Part)] = new MapSubscription(++_lastSubscription, part.Map, part.Part);
        }
    }

    private void JudgeLost(string map, long without = 0)
    {
        if (_subscriptions.Values.All(other => other.Map != map || other.IsSynced || other.Ended is not null)) _replica.Parts.JudgeLost(map, without);
    }

    private void Unsubscribe(string map, long part)
    {
        if (_subscriptions.Remove((map, part), out var subscription) && subscription is { IsSent: true, Ended: null }) _unsubscribed.Enqueue(subscription.Id);
    }

    private DigestRequest? NextDigests()
    {
        while (_walking.TryDequeue(out var request))
            if (Find(request.SubscriptionId) is not null) return request;
        foreach (var subscription in _subscriptions.Values)
            if (NextOf(subscription) is { } request) return request;
        return null;
    }

    private MapSubscription? Find(int id)
    {
        foreach (var subscription in _subscriptions.Values)
            if (subscription.Id == id) return subscription;
        return null;
    }

    private void End(MapSubscription subscription, SyncError error)
    {
        subscription.Ended = error;
        if (!subscription.IsPart)
        {
            _replica.LoseView(subscription.Map);
            return;
        }

        _replica.Parts.Lose(subscription.Part, error);
        JudgeLost(subscription.Map);
    }

    private void Purge(Revoked revoked)
    {
        _replica.Purge(revoked.Map);
        foreach (var subscription in _subscriptions.Values)
            if (subscription.Map == revoked.Map) subscription.Ended = new SyncError(ErrorCode.Forbidden, revoked.Reason);
        if (Welcome?.Features.Contains(Features.Revoked) == true) _purged.Enqueue(revoked.Map);
    }

    private Subscribe? NextSubscribe()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.IsSent || subscription.Ended is not null) continue;
            // One too many would end the stream, and with it all others, again and again.
            if (_subscriptions.Values.Count(other => other is { IsSent: true, Ended: null }) >= _replica.Limits.MaxSubscriptions)
            {
                End(subscription, new SyncError(
                    ErrorCode.LimitExceeded, $"Map {subscription.Map} is one too many: the server accepts {_replica.Limits.MaxSubscriptions} on a stream."));
                continue;
            }

            if (subscription.IsPart && !KnowsQueries)
            {
                End(subscription, new SyncError(ErrorCode.VersionUnsupported, $"The server is older than this client and knows no parts of maps; take map {subscription.Map} as a whole, or update the server."));
                continue;
            }

            subscription.IsSent = true;
            if (subscription.IsPart)
            {
                if (SubscribeToPart(subscription) is { } part) return part;
                continue;
            }

            _replica.GainView(subscription.Map);
            // Of an empty replica all is read by this, and what comes is noted as it comes.
            if (Welcome!.Features.Contains(Features.Digest)) _replica.Repair.Build(_replica.Repair.DigestsOf(subscription.Map));
            var replica = _replica.MapOf(subscription.Map);
            var from = replica.Cursor == Cursor.Start ? default(Cursor?) : replica.Cursor;
            // A walk over a part of a map would ask for the rest key by key.
            var walks = from is not null && replica.IsComplete && Welcome.Features.Contains(Features.Resync);
            return new Subscribe(subscription.Id, subscription.Map, from, WritersOf(subscription.Map)) { Walks = walks, Seen = KnowsQueries ? _replica.Views.SeenBeyond(subscription.Map, replica.Cursor, replica.Cursor) : null };
        }

        return null;
    }

    private bool KnowsQueries => Welcome!.Features.Contains(Features.Query);

    // Null for one that was given up in the meantime.
    private Subscribe? SubscribeToPart(MapSubscription subscription)
    {
        if (_replica.Parts.Gain(subscription.Part) is not { } part) return null;
        return new Subscribe(
            subscription.Id, part.Map, part.Cursor == Cursor.Start ? null : part.Cursor, WritersOf(part.Map), part.Query, !_replica.Parts.HasRows(part))
        {
            Seen = _replica.Views.SeenBeyond(part.Map, part.Cursor, part.Seen),
        };
    }

    private WriterPosition[] WritersOf(string map) => [.. _replica.Log(map).Lanes.Select(lane => new WriterPosition(lane.Writer, lane.LowestUnsettled))];

    // One batch of the next map that has anything to send; each map in turn.
    private OpBatch? NextBatch(ClockReading now)
    {
        string[] maps = [.. _replica.UnsettledMaps.Union(_lanes.Keys.Select(lane => lane.Map)).Order(StringComparer.Ordinal)];
        foreach (var map in maps.Where(map => string.CompareOrdinal(map, _lastServed) > 0).Concat(maps.Where(map => string.CompareOrdinal(map, _lastServed) <= 0)))
        {
            if (_resolvers.IsHeld(map, now.MonotonicMs) || BatchOf(map, now) is not { } batch) continue;
            _lastServed = map;
            return batch;
        }

        return null;
    }

    private OpBatch? BatchOf(string map, ClockReading now)
    {
        var log = _replica.Log(map);
        // A newer writer's ops wait until every older writer's op has its result.
        if (log.Lanes.FirstOrDefault() is not { } lane) return Confirmation(map, log);

        var sending = Sending(map, lane);
        if (now.MonotonicMs < sending.PausedUntilMs) return null;
        sending.PausedUntilMs = long.MinValue;
        sending.Next = Math.Max(sending.Next, lane.LowestUnsettled);

        if (_replica.Poison.IsOn && OnTheirWay().Any()) return null;
        var ops = Gather(map, lane, sending.Next);
        if (ops.Count == 0) return null;

        var ready = _replica.Fix(map, ops, now);
        sending.Next = ready[^1].Number + 1;
        sending.Confirmed = log.SettledThrough(lane);
        return new OpBatch(map, lane.Writer, sending.Confirmed, ready.Min(op => op.FirstSentMs), [.. ready.Select(Travelling)]);
    }

    private OpBatch? Confirmation(string map, MapLog log)
    {
        if (!_lanes.TryGetValue((map, _replica.CurrentWriter), out var sending)) return null;
        var lane = log.Lane(_replica.CurrentWriter);
        if (log.SettledThrough(lane) - sending.Confirmed < ConfirmAlone) return null;
        sending.Confirmed = log.SettledThrough(lane);
        return new OpBatch(map, lane.Writer, sending.Confirmed, 0, []);
    }

    private List<LoggedOp> Gather(string map, WriterLane lane, long next)
    {
        var most = Math.Min(_replica.Limits.MaxBatchOps, MaxInFlight - (next - lane.LowestUnsettled));
        most = Math.Min(most, _replica.Poison.MostOps(map, lane.Writer));
        var (writes, bytes) = (0L, 0L);
        List<LoggedOp> ops = [];
        foreach (var op in lane.Unsettled)
        {
            if (op.Number < next) continue;
            if (ops.Count > 0 && (writes + op.Writes.Count > most || bytes > MaxBatchBytes)) break;
            if (most <= 0) break;
            // Numbers of a batch follow on each other. Those in between have their results, told out of turn.
            if (ops.Count > 0 && op.Number != ops[^1].Number + 1) break;
            writes += op.Writes.Count;
            bytes += op.BytesBound;
            ops.Add(op);
        }

        return ops;
    }

    private LaneSending Sending(string map, WriterLane lane)
    {
        if (_lanes.TryGetValue((map, lane.Writer), out var sending)) return sending;
        return _lanes[(map, lane.Writer)] = new LaneSending(lane.LowestUnsettled);
    }

    private static Op Travelling(LoggedOp op)
        => new(op.Number, op.OpId, op.At.Millis, op.At.Counter, op.IsGivenUp ? [] : op.Writes);

    private void Pause(BatchStopped stopped, ClockReading now)
    {
        if (stopped.Error.Code == ErrorCode.WriterClosed)
        {
            _replica.CloseWriter(stopped.Map, stopped.Writer);
            return;
        }

        // Asking again at once would only be answered the same.
        const int LeastPauseMs = 50;
        var sending = Sending(stopped.Map, _replica.Log(stopped.Map).Lane(stopped.Writer));
        sending.Next = stopped.NextNumber;
        sending.PausedUntilMs = now.MonotonicMs + Math.Max(LeastPauseMs, stopped.Error.RetryAfterMs);
        // Not for every wait that it asks for: it may have other reasons, and what builds on a refused op then learns that from its own result.
        var isFull = stopped.Error.Code == ErrorCode.RateLimited && stopped.NextNumber - 1 - sending.Confirmed >= _replica.Limits.MaxUnconfirmedResults;
        // A server that waits for numbers that are settled here was restored without them, and must be told that they are used.
        var isBehind = stopped.Error.Code == ErrorCode.OutOfOrder && stopped.NextNumber < _replica.Log(stopped.Map).Lane(stopped.Writer).LowestUnsettled;
        if (isFull || isBehind) _replica.Unblock(stopped.Map, stopped.Writer);
        // Only where the server says that it lacks what the op builds on. A gap in the numbers says nothing of that, and an op that
        // went without what it builds on would be taken although that was refused.
        if (stopped.Error is { Code: ErrorCode.OutOfOrder, Metadata: { } details } && details.ContainsKey("after_writer"))
            _replica.Detach(stopped.Map, stopped.Writer, stopped.NextNumber);
    }
}
