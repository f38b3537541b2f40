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
    // A longer round trip says less of the server's time than is worth knowing.
    private const int TellingRoundTripMs = 20;

    private readonly ReplicaSync _replica;
    private readonly MapSubscriptions _subscriptions;
    private readonly OpSending _ops;
    private readonly ResolverSending _resolvers;
    private readonly string _client;
    private readonly Queue<string> _purged = new();
    private string? _token;
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
        _subscriptions = new MapSubscriptions(_replica);
        _ops = new OpSending(_replica);
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
    public bool IsSynced => Welcome is not null && _subscriptions.AreSynced;

    /// <summary>Gives the server another token for this stream; null when there is none but the one that it has.</summary>
    public void Refresh(string? token)
    {
        WantsToken = false;
        if (Welcome?.Features.Contains(Features.Refresh) == true) _token = token;
    }

    /// <summary>Subscribes to a map; nothing happens when it is subscribed to.</summary>
    public void Subscribe(string map) => _subscriptions.Add(map);

    /// <summary>Subscribes to a part of a map; nothing happens when it is subscribed to.</summary>
    public void Subscribe(PartReplica part) => _subscriptions.Add(part);

    /// <summary>Ends the subscription to a map.</summary>
    public void Unsubscribe(string map) => _subscriptions.Remove(map);

    /// <summary>Ends the subscription to a part of a map.</summary>
    public void Unsubscribe(PartReplica part) => _subscriptions.Remove(part);

    /// <summary>Takes a map anew from the server, or the parts that are held of it; its ops stay.</summary>
    /// <returns>False while it has not reached the head on this stream: only then it is known that its history is the server's.</returns>
    public bool Rebuild(string map) => _subscriptions.Rebuild(map);

    /// <summary>Whether a map has reached the head on this stream, and was compared with the server's digest.</summary>
    public bool IsCaughtUp(string map) => _subscriptions.Of(map) is { IsSynced: true };

    /// <summary>How far a map has come on this stream.</summary>
    public MapProgress ProgressOf(string map) => Welcome is null ? MapProgress.Waiting : _subscriptions.Of(map)?.Progress ?? MapProgress.Waiting;

    /// <summary>Why the server ended the subscription to a map, or null.</summary>
    public SyncError? WhyEnded(string map) => _subscriptions.Of(map)?.Ended;

    /// <summary>Why the server ended the subscription to a part, or null.</summary>
    public SyncError? WhyEnded(PartReplica part) => _subscriptions.Of(part)?.Ended;

    /// <summary>When <see cref="Next"/> should be asked again although nothing happened, in milliseconds of the monotonic clock.</summary>
    public long WakeAtMs
    {
        get
        {
            if (Welcome is not { } welcome) return long.MaxValue;
            if (_subscriptions.AreReading) return _heardAtMs;
            return Math.Min(_pingAtMs + welcome.HeartbeatMs, Math.Min(_resolvers.WakeAtMs, _ops.WakeAtMs));
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
        if (_subscriptions.Next() is { } asked) return asked;
        return _awaitsTime ? null : _ops.Next(now, map => _resolvers.IsHeld(map, now.MonotonicMs));
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
            case BatchStopped stopped: _ops.Pause(stopped, now); break;
            case ChangePage page when _subscriptions.Find(page.SubscriptionId) is { } subscription: _subscriptions.Apply(subscription, page); break;
            case Reset reset when _subscriptions.Find(reset.SubscriptionId) is { } subscription: _subscriptions.Begin(subscription, reset); break;
            case CaughtUp caughtUp when _subscriptions.Find(caughtUp.SubscriptionId) is { } subscription: _subscriptions.Reach(subscription, caughtUp); break;
            case DigestReply reply when _subscriptions.Find(reply.SubscriptionId) is { } subscription: _subscriptions.Compare(subscription, reply); break;
            case SubscriptionEnded ended when _subscriptions.Find(ended.SubscriptionId) is { } subscription: _subscriptions.End(subscription, ended.Error); break;
            case Revoked revoked: Purge(revoked); break;
            case TokenExpiring: WantsToken = true; break;
            case Pong pong when pong.Nonce == _nonce: Learn(pong, now); break;
            case ResolverReply reply: _resolvers.Receive(reply, now.MonotonicMs); break;
            case MergeRejected rejected: _replica.Inbox.Explain(rejected); break;
            case StreamEnded ended: End(ended.Error); break;
            default: break;   // Of a subscription that has ended here, or of a kind that this version does not know.
        }
    }

    private void Meet(Welcome welcome, ClockReading now)
    {
        var roundTripMs = now.MonotonicMs - (_helloAtMs ?? now.MonotonicMs);
        var isNews = _replica.Meet(welcome, now, roundTripMs);
        _subscriptions.Meet(welcome);
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

    private void Settle(OpResults results)
    {
        _replica.Results.Settle(results);
        _replica.Poison.Clear(results.Map, results.Writer, _replica.Log(results.Map).Lane(results.Writer).LowestUnsettled - 1);
    }

    private void Purge(Revoked revoked)
    {
        _replica.Purge(revoked.Map);
        _subscriptions.Revoke(revoked);
        if (Welcome?.Features.Contains(Features.Revoked) == true) _purged.Enqueue(revoked.Map);
    }

    private void End(SyncError error)
    {
        Ended = error;
        if (PoisonSearch.IsFault(error) && _replica.Poison.Blame([.. _ops.OnTheirWay()]) is { } op) _replica.Ops.GiveUp(op);
    }
}
