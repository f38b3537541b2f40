using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to a whole map: what changed since a cursor, as the bytes that everybody gets.</summary>
/// <param name="map">The map.</param>
/// <param name="subscription">The id of the subscription.</param>
/// <param name="from">What the client has seen.</param>
/// <param name="tellsDigests">Whether the client knows digests.</param>
internal sealed class WholeFollow(string map, int subscription, Cursor from, bool tellsDigests) : MapFollow(subscription)
{
    private readonly FollowedCursor _followed = new(map, from);
    private readonly DigestAnswers _digests = new(map);
    private bool _isCaughtUp;

    public override void Ask(DigestRequest request)
    {
        if (!_isCaughtUp) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before its CaughtUp.");
        if (!_digests.IsEmpty) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before the one before was answered.");
        _digests.Ask(request);
    }

    public override void CheckBranch(Partition partition, PulledFrames frames)
    {
        var reason = _followed.Check(partition, out var fork);
        if (reason == ResetReason.None) return;
        _isCaughtUp = false;
        frames.Add(new Reset(Subscription, reason, fork));
    }

    public override void Pull(Partition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        // What a client compares with a digest is what it holds: all that came before, and nothing may be missing of it (INV-DIG-2).
        if (PullChanges(partition, maxPageBytes, toldVersion, frames) && !_digests.IsEmpty)
            frames.Add(_digests.Next(partition, Subscription, _followed.At, maxPageBytes));
    }

    // Whether the client holds the committed state then.
    private bool PullChanges(Partition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        if (_isCaughtUp && partition.LastVersionOf(map) <= _followed.At.Version && toldVersion <= _followed.At.Version) return true;
        var read = partition.ReadChanges(map, _followed.At.Version, maxPageBytes);
        frames.Add(new ChangePage(Subscription, _followed.At, read.To, read.More, read.Records));
        _followed.Reach(read.To);
        if (read.More) return false;
        if (_isCaughtUp) return true;

        _isCaughtUp = true;
        frames.Add(new CaughtUp(Subscription, _followed.At, tellsDigests ? partition.DigestOf(map) : null));
        return true;
    }
}
