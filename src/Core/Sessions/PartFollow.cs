using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to a part of a map, whatever makes the part.</summary>
/// <remarks>
/// It looks through what changed until it has reached the head; from there on the map notes the keys that concern it, and it
/// looks at nothing else. Which of what it looked at belongs to the part is found out after the partition's lock was let go.
/// </remarks>
internal abstract class PartFollow : MapFollow
{
    private readonly IReadOnlyCollection<string> _features;
    private readonly IRecordCodec _codec;

    /// <summary>Begins a subscription.</summary>
    /// <param name="subscribe">What the client asked for.</param>
    /// <param name="part">The part.</param>
    /// <param name="features">The features that the client has named.</param>
    /// <param name="codec">Reads and writes records.</param>
    /// <param name="wake">Called when there is something to pull.</param>
    protected PartFollow(Subscribe subscribe, PartQuery part, IReadOnlyCollection<string> features, IRecordCodec codec, Action wake)
        : base(subscribe.SubscriptionId)
    {
        Map = subscribe.Map;
        Part = part;
        Told = subscribe.From ?? Cursor.Start;
        Followed = new FollowedCursor(Map, Told, subscribe.Seen);
        Interest = new QueryInterest(part, wake);
        _features = features;
        _codec = codec;
    }

    protected string Map { get; }

    protected PartQuery Part { get; }

    /// <summary>The keys that changed and concern it, while <see cref="IsFollowing"/>.</summary>
    protected QueryInterest Interest { get; }

    /// <summary>Whether its cursor can be followed.</summary>
    protected FollowedCursor Followed { get; }

    /// <summary>Where the client's cursor is.</summary>
    protected Cursor Told { get; set; }

    /// <summary>Whether all that changed was looked through, so that from here on it is noted.</summary>
    protected bool IsFollowing { get; set; }

    /// <summary>Whether the client was told that it has reached the head.</summary>
    protected bool IsCaughtUp { get; set; }

    /// <summary>Whether the client is to learn how far it has come, also where nothing concerned it.</summary>
    protected bool WantsProgress { get; set; }

    public override void Ask(DigestRequest request)
        => throw new SyncException(ErrorCode.InvalidFrame, $"A digest request came for subscription {request.SubscriptionId}, which has a query; digests are of whole maps.");

    /// <summary>The client is to learn how far it has come: what changed until then need not be looked through again.</summary>
    public void WantProgress() => WantsProgress = true;

    public override void CheckBranch(CommittedPartition partition, PulledFrames frames)
    {
        if (partition.Attach(Map, Interest) || Interest.IsOverflown)
        {
            // What changed before is not noted, or not all of it.
            IsFollowing = false;
            Interest.Clear();
            Miss();
        }

        if (IsFollowing) return;
        var reason = Followed.Check(partition, out var fork);
        if (reason == ResetReason.None) return;
        // The client keeps its rows until all has come anew, and drops then what did not come.
        (IsCaughtUp, Told) = (false, Cursor.Start);
        Restart();
        frames.Add(ResetOf(partition, reason, fork));
    }

    public override void End(CommittedPartition partition) => CommittedPartition.Detach(Interest);

    /// <summary>What changed is to be looked through from where it was last known.</summary>
    protected abstract void Miss();

    /// <summary>All rows are to be sent anew.</summary>
    protected abstract void Restart();

    /// <summary>The client waits for its cursor to move, though nothing may have changed that it does not know.</summary>
    protected bool IsBehind(CommittedPartition partition, long toldVersion, Cursor at)
        => toldVersion > Told.Version || (WantsProgress && at.Version < partition.LastVersionOf(Map));

    protected CaughtUp CaughtUpAt(CommittedPartition partition, Cursor cursor) => new(Subscription, cursor, null, TypeToTell(partition, Map, _features));

    protected Record? Decode(ChangedRecord? changed) => changed is { } found ? _codec.Decode(found.Bytes.Span) : null;

    protected ChangedRecord Cut(ChangedRecord changed, Record record)
        => Part.Cut(record) is var cut && ReferenceEquals(cut, record) ? changed : changed with { Bytes = _codec.Encode(cut) };
}
