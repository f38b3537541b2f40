using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>The server's side of one conversation after Welcome: what the client watches, and what it is to be told next.</summary>
/// <remarks>
/// A pure state machine. It holds no changes and no results, only how far its client has been told; frames are built when the
/// stream can take them, from committed state, so a slow reader costs no memory (INV-SES-2).
/// Not safe for several threads at once.
/// </remarks>
public sealed class ServerSession
{
    private Principal _principal;
    private readonly string _nodeId;
    private readonly SyncLimits _limits;
    private readonly IMapAccess _access;
    private readonly RejectionTeller? _rejections;
    private readonly IReadOnlyCollection<string> _features;
    private readonly IRecordCodec _codec;
    private readonly Action<string> _wake;
    private readonly Dictionary<string, MapFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _subscriptions = [];

    /// <summary>Makes the session of a client that was welcomed.</summary>
    /// <param name="principal">Who it is.</param>
    /// <param name="nodeId">The node id that it gave, bound to the principal.</param>
    /// <param name="limits">What was announced to it.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="codec">Reads and writes records.</param>
    /// <param name="features">The features that it named.</param>
    /// <param name="wake">Called when a change concerns a subscription with a query, with the name of the map, under the lock of its partition; it must return at once.</param>
    public ServerSession(
        Principal principal, string nodeId, SyncLimits limits, IMapAccess access, IRecordCodec codec, IReadOnlyCollection<string>? features = null, Action<string>? wake = null)
    {
        _codec = codec;
        _wake = wake ?? (_ => { });
        _principal = principal;
        _nodeId = nodeId;
        _limits = limits;
        _access = access;
        _features = features ?? [];
        if (_features.Contains(Features.Resolvers)) _rejections = new RejectionTeller(principal, access);
    }

    /// <summary>Answers to batches that are kept until they are pulled: all that are not recorded with their ops.</summary>
    public int KeptAnswers { get; private set; }

    /// <summary>Who the client is.</summary>
    public Principal Principal => _principal;

    /// <summary>The maps that the client is subscribed to.</summary>
    public IReadOnlyCollection<string> Subscribed => [.. _subscriptions.Values.Distinct()];

    /// <summary>The same user came with another token: what it may do from here on is decided by that.</summary>
    public void Reauthorise(Principal principal)
    {
        if (principal.Subject != _principal.Subject) throw new ArgumentException($"The session is of {_principal.Subject}, and can't become that of {principal.Subject}.", nameof(principal));
        _principal = principal;
        if (_rejections is not null) _rejections.Principal = principal;
    }

    /// <summary>Looks at a batch before it goes to its partition: from now on the client is told the results of its writer.</summary>
    /// <exception cref="SyncException">The batch breaks the contract; the stream must end.</exception>
    public void Receive(OpBatch batch)
    {
        if (batch.Writer.NodeId != _nodeId)
            throw new SyncException(ErrorCode.InvalidFrame, $"A batch of node {batch.Writer.NodeId} came on the stream of node {_nodeId}.");
        var writes = batch.WriteCount;
        // One alone has a limit of its own, and is answered by its result.
        if (batch.Ops.Count > 1 && writes > _limits.MaxBatchOps)
            throw new SyncException(ErrorCode.LimitExceeded, $"Batch of {writes} ops; at most {_limits.MaxBatchOps} are accepted.");
        if (batch.Ops.Count == 0) return;
        if (batch.FirstSentMs <= 0)
            throw new SyncException(ErrorCode.InvalidFrame, "A batch with ops needs first_sent_ms; it was 0.");

        Feed(batch.Map).Watch(batch.Writer, batch.Ops[0].Number - 1);
    }

    /// <summary>Begins a subscription.</summary>
    /// <returns>Null, or the frame that says why the subscription ends at once while the stream lives on.</returns>
    /// <exception cref="SyncException">The frame breaks the contract; the stream must end.</exception>
    public ServerFrame? Receive(Subscribe subscribe)
    {
        if (_subscriptions.ContainsKey(subscribe.SubscriptionId))
            throw new SyncException(ErrorCode.InvalidFrame, $"Subscription id {subscribe.SubscriptionId} is in use on this stream.");
        if (subscribe.Query is null && _feeds.TryGetValue(subscribe.Map, out var existing) && existing.HasWhole)
            throw new SyncException(ErrorCode.InvalidFrame, $"Map {subscribe.Map} is subscribed to on this stream already.");
        if (_subscriptions.Count >= _limits.MaxSubscriptions)
            throw new SyncException(ErrorCode.LimitExceeded, $"{_subscriptions.Count + 1} subscriptions; at most {_limits.MaxSubscriptions} are accepted on a stream.");

        foreach (var position in subscribe.Writers)
        {
            if (position.Writer.NodeId != _nodeId)
                throw new SyncException(ErrorCode.InvalidFrame, $"A writer of node {position.Writer.NodeId} came on the stream of node {_nodeId}.");
            Feed(subscribe.Map).Watch(position.Writer, position.LowestUnsettled - 1);
        }

        // Who has seen something of the map holds it still, and has lost the permission since.
        if (!MayRead(subscribe.Map)) return Refusal(subscribe.SubscriptionId, subscribe.Map, TellsRevoked && subscribe.From is not null);

        MapFollow follow;
        try
        {
            follow = Follow(subscribe);
        }
        catch (SyncException reason)
        {
            // It would come again with each stream, and end each.
            return new SubscriptionEnded(subscribe.SubscriptionId, reason.Error);
        }

        _subscriptions[subscribe.SubscriptionId] = subscribe.Map;
        Feed(subscribe.Map).Subscribe(follow);
        return null;
    }

    /// <summary>The maps with subscriptions that have a query; the next pull of each tells the client how far it has come.</summary>
    public IReadOnlyList<string> WantProgress()
    {
        List<string> maps = [];
        foreach (var (map, feed) in _feeds)
        {
            var before = maps.Count;
            foreach (var part in feed.Parts)
            {
                part.WantProgress();
                if (maps.Count == before) maps.Add(map);
            }
        }

        return maps;
    }

    /// <summary>The client has gone; its interest in a map ends.</summary>
    /// <param name="map">The map.</param>
    /// <param name="partition">Its partition, in one step of its owner.</param>
    public void End(string map, CommittedPartition partition) => _feeds.GetValueOrDefault(map)?.End(partition);

    /// <summary>Ends a subscription; one that is not there is no error, it may have just ended by itself.</summary>
    public void Receive(Unsubscribe unsubscribe)
    {
        if (_subscriptions.Remove(unsubscribe.SubscriptionId, out var map)) _feeds[map].Unsubscribe(unsubscribe.SubscriptionId);
    }

    /// <summary>Takes a question about digests.</summary>
    /// <returns>The map that it is about; null for a subscription that is not there, which may have just ended by itself.</returns>
    /// <exception cref="SyncException">The frame breaks the contract; the stream must end.</exception>
    public string? Receive(DigestRequest request)
    {
        if (!_features.Contains(Features.Digest)) throw new SyncException(ErrorCode.InvalidFrame, "A digest request came from a client that has not named the feature digest.");
        if (!_subscriptions.TryGetValue(request.SubscriptionId, out var map)) return null;
        _feeds[map].Ask(request);
        return map;
    }

    /// <summary>Takes the answer to a batch, after the commit in which it lies has become durable.</summary>
    public void Answer(BatchReceipt receipt)
    {
        if (Feed(receipt.Map).Answer(receipt)) KeptAnswers++;
    }

    /// <summary>The next frames of one map, from committed state; empty when the client knows everything.</summary>
    /// <param name="map">The map.</param>
    /// <param name="partition">Its partition, with the map loaded, in one step of its owner.</param>
    /// <param name="maxPageBytes">How large a page of changes becomes.</param>
    public PulledFrames Pull(string map, CommittedPartition partition, int maxPageBytes)
    {
        if (!_feeds.TryGetValue(map, out var feed)) return new PulledFrames();
        foreach (var over in feed.Over.ToArray()) Receive(new Unsubscribe(over));
        // At each page: what the rules say when it is built counts, not what they said when it was asked for (INV-ACC-1).
        ServerFrame[] revoked = feed.IsFollowed && !MayRead(map) ? [.. EndSubscriptions(map)] : [];
        var frames = feed.Pull(partition, maxPageBytes, out var answers);
        KeptAnswers -= answers;
        frames.AddRange(revoked);
        return frames;
    }

    private bool TellsRevoked => _features.Contains(Features.Revoked);

    private bool MayRead(string map) => _access.Allows(_principal, map, MapAction.Read);

    private IEnumerable<ServerFrame> EndSubscriptions(string map)
    {
        foreach (var id in _subscriptions.Where(subscription => subscription.Value == map).Select(subscription => subscription.Key).Order().ToArray())
        {
            Receive(new Unsubscribe(id));
            yield return Refusal(id, map, TellsRevoked);
        }
    }

    private ServerFrame Refusal(int id, string map, bool asRevocation)
    {
        var reason = $"User {_principal.Subject} has no READ permission on map {map}.";
        return asRevocation ? new Revoked(map, id, reason) : new SubscriptionEnded(id, new SyncError(ErrorCode.Forbidden, reason));
    }

    private MapFollow Follow(Subscribe subscribe)
    {
        if (subscribe.Window.Count > 0 && subscribe.Query?.Limit is null)
            throw new SyncException(ErrorCode.InvalidFrame, $"{subscribe.Window.Count} rows of a window came with subscription {subscribe.SubscriptionId}, which has no limit.");
        if (subscribe.Query is not { } query) return new WholeFollow(subscribe, _features);
        var part = new PartQuery(query, _limits);
        void Wake() => _wake(subscribe.Map);
        return part.IsWindow ? new WindowFollow(subscribe, part, _features, _codec, Wake) : new QueryFollow(subscribe, part, _features, _codec, Wake);
    }

    private MapFeed Feed(string map)
    {
        if (_feeds.TryGetValue(map, out var feed)) return feed;
        return _feeds[map] = new MapFeed(map, _rejections, _features);
    }
}
