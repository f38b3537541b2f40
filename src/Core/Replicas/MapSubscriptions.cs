using TopGun.Core.Maps;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>What a stream subscribes to, maps and parts of maps, and how far each has come.</summary>
internal sealed class MapSubscriptions(ReplicaSync replica)
{
    private readonly Dictionary<(string Map, long Part), MapSubscription> _subscriptions = [];
    private readonly Queue<DigestRequest> _walking = new();
    private readonly Queue<int> _unsubscribed = new();
    private IReadOnlyCollection<string> _features = [];
    private int _last;

    /// <summary>Whether all have reached the head once on this stream.</summary>
    public bool AreSynced => _subscriptions.Values.All(subscription => subscription.IsSynced || subscription.Ended is not null);

    /// <summary>Whether a walk has something to do without the server.</summary>
    public bool AreReading => _subscriptions.Values.Any(subscription => subscription.Walk is { IsReading: true });

    /// <summary>Learns what the server knows.</summary>
    public void Meet(Welcome welcome) => _features = welcome.Features;

    /// <summary>The subscription to a map as a whole; null when there is none.</summary>
    public MapSubscription? Of(string map) => _subscriptions.GetValueOrDefault((map, 0));

    /// <summary>The subscription to a part; null when there is none.</summary>
    public MapSubscription? Of(PartReplica part) => _subscriptions.GetValueOrDefault((part.Map, part.Id));

    /// <summary>The subscription of an id; null when it has ended here.</summary>
    public MapSubscription? Find(int id)
    {
        foreach (var subscription in _subscriptions.Values)
            if (subscription.Id == id) return subscription;
        return null;
    }

    /// <summary>Subscribes to a map; nothing happens when it is subscribed to.</summary>
    public void Add(string map) => _subscriptions.TryAdd((map, 0), new MapSubscription(++_last, map));

    /// <summary>Subscribes to a part of a map; nothing happens when it is subscribed to.</summary>
    public void Add(PartReplica part) => _subscriptions.TryAdd((part.Map, part.Id), new MapSubscription(++_last, part.Map, part.Id));

    /// <summary>Ends the subscription to a map.</summary>
    public void Remove(string map) => Remove(map, 0);

    /// <summary>Ends the subscription to a part of a map.</summary>
    public void Remove(PartReplica part)
    {
        Remove(part.Map, part.Id);
        // It may be the one for which the others were waiting.
        if (_subscriptions.Values.Any(other => other.Map == part.Map)) JudgeLost(part.Map, part.Id);
    }

    /// <summary>Takes a map anew from the server, or the parts that are held of it; its ops stay.</summary>
    /// <returns>False while it has not reached the head on this stream: only then it is known that its history is the server's.</returns>
    public bool Rebuild(string map)
    {
        MapSubscription[] parts = [.. _subscriptions.Values.Where(subscription => subscription.IsPart && subscription.Map == map && subscription.Ended is null)];
        if (parts.Any(part => !part.IsCaughtUp)) return false;
        if (Of(map) is not { } whole)
        {
            Rebuild(parts);
            return parts.Length > 0;
        }

        if (!whole.IsCaughtUp) return false;
        replica.Wholes.BeginReset(map, ResetReason.Asked);
        Remove(map);
        Add(map);
        Rebuild(parts);
        return true;
    }

    /// <summary>The next frame to send; null when there is none now.</summary>
    public ClientFrame? Next()
    {
        if (_unsubscribed.TryDequeue(out var unsubscribed)) return new Unsubscribe(unsubscribed);
        return NextSubscribe() is { } subscribe ? subscribe : NextDigests();
    }

    /// <summary>Takes a page.</summary>
    public void Apply(MapSubscription subscription, ChangePage page)
    {
        if (subscription.IsPart)
        {
            replica.Parts.Apply(subscription.Part, page);
            return;
        }

        var held = replica.MapOf(subscription.Map);
        subscription.Count(page, !held.IsWalking && (!held.IsComplete || held.Resetting != ResetReason.None));
        replica.Wholes.Apply(subscription.Map, page);
    }

    /// <summary>Begins a subscription anew, since its cursor can't be followed.</summary>
    public void Begin(MapSubscription subscription, Reset reset)
    {
        subscription.IsCaughtUp = false;
        var history = reset.Reason == ResetReason.LostBranch ? new EpochList(reset.Epochs) : null;
        if (subscription.IsPart)
        {
            replica.Parts.BeginReset(subscription.Part, reset.Reason, history);
            return;
        }

        replica.Wholes.BeginReset(subscription.Map, reset.Reason, reset.Head, history);
        // An answer to what was asked before may be under way, and belongs to a walk that is over.
        if (subscription.Walk is { IsAwaiting: true })
        {
            Remove(subscription.Map);
            Add(subscription.Map);
        }

        subscription.Walk = null;
    }

    /// <summary>A subscription has reached the head.</summary>
    public void Reach(MapSubscription subscription, CaughtUp caughtUp)
    {
        if (caughtUp.Digest is null && !subscription.IsPart && replica.Wholes.GiveUpWalk(subscription.Map))
        {
            Remove(subscription.Map);
            Add(subscription.Map);
            return;
        }

        subscription.IsCaughtUp = true;
        if (!subscription.IsPart) replica.Wholes.CatchUp(subscription.Map, caughtUp.At);
        JudgeLost(subscription.Map);
        if (subscription.IsPart) replica.Parts.LearnType(subscription.Part, caughtUp.Type);
        else replica.Wholes.LearnType(subscription.Map, caughtUp.Type);
        if (caughtUp.Digest is not null) subscription.Walk = new DigestWalk(subscription.Id, subscription.Map, caughtUp, replica.Repair);
        // Mostly this is all there is to it.
        if (NextOf(subscription) is { } request) _walking.Enqueue(request);
    }

    /// <summary>Takes an answer to a question of a walk.</summary>
    public void Compare(MapSubscription subscription, DigestReply reply)
    {
        subscription.Walk?.Receive(reply);
        EndIfDone(subscription);
    }

    /// <summary>The server has ended a subscription.</summary>
    public void End(MapSubscription subscription, SyncError error)
    {
        subscription.Ended = error;
        if (!subscription.IsPart)
        {
            replica.Wholes.Lose(subscription.Map);
            return;
        }

        replica.Parts.Lose(subscription.Part, error);
        JudgeLost(subscription.Map);
    }

    /// <summary>The user may not read a map any more, and nothing of it is held.</summary>
    public void Revoke(Revoked revoked)
    {
        foreach (var subscription in _subscriptions.Values)
            if (subscription.Map == revoked.Map) subscription.Ended = new SyncError(ErrorCode.Forbidden, revoked.Reason);
    }

    private Subscribe? NextSubscribe()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.IsSent || subscription.Ended is not null) continue;
            // One too many would end the stream, and with it all others, again and again.
            if (_subscriptions.Values.Count(other => other is { IsSent: true, Ended: null }) >= replica.Limits.MaxSubscriptions)
            {
                End(subscription, new SyncError(
                    ErrorCode.LimitExceeded, $"Map {subscription.Map} is one too many: the server accepts {replica.Limits.MaxSubscriptions} on a stream."));
                continue;
            }

            if (subscription.IsPart && replica.Asking.WhyNot(subscription.Part, _features, replica.Limits) is { } whyNot)
            {
                End(subscription, whyNot);
                continue;
            }

            subscription.IsSent = true;
            if (subscription.IsPart)
            {
                // None for one that was given up in the meantime.
                if (replica.Asking.Ask(subscription.Id, subscription.Part, WritersOf(subscription.Map), replica.Limits) is { } part) return part;
                continue;
            }

            // Of an empty replica all is read by this, and what comes is noted as it comes.
            if (_features.Contains(Features.Digest)) replica.Repair.Build(replica.Repair.DigestsOf(subscription.Map));
            replica.Views.Gain(subscription.Map);
            var held = replica.MapOf(subscription.Map);
            var from = held.Cursor == Cursor.Start ? default(Cursor?) : held.Cursor;
            // A walk over a part of a map would ask for the rest key by key.
            var walks = from is not null && held.IsComplete && _features.Contains(Features.Resync);
            return new Subscribe(subscription.Id, subscription.Map, from, WritersOf(subscription.Map)) { Walks = walks, Seen = replica.Views.SeenOf(held) };
        }

        return null;
    }

    private WriterPosition[] WritersOf(string map) => [.. replica.Log(map).Lanes.Select(lane => new WriterPosition(lane.Writer, lane.LowestUnsettled))];

    private DigestRequest? NextDigests()
    {
        while (_walking.TryDequeue(out var request))
            if (Find(request.SubscriptionId) is not null) return request;
        foreach (var subscription in _subscriptions.Values)
            if (NextOf(subscription) is { } request) return request;
        return null;
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
        replica.Wholes.EndWalk(subscription.Map);
        JudgeLost(subscription.Map);
    }

    private void Rebuild(MapSubscription[] parts)
    {
        foreach (var part in parts)
        {
            replica.Parts.BeginReset(part.Part, ResetReason.Asked);
            Remove(part.Map, part.Part);
            _subscriptions[(part.Map, part.Part)] = new MapSubscription(++_last, part.Map, part.Part);
        }
    }

    private void JudgeLost(string map, long without = 0)
    {
        if (_subscriptions.Values.All(other => other.Map != map || other.IsSynced || other.Ended is not null)) replica.Lost.Judge(map, without);
    }

    private void Remove(string map, long part)
    {
        if (_subscriptions.Remove((map, part), out var subscription) && subscription is { IsSent: true, Ended: null }) _unsubscribed.Enqueue(subscription.Id);
    }
}
