using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to a whole map: what changed since a cursor, as the bytes that everybody gets.</summary>
/// <param name="subscribe">What the client asked for.</param>
/// <param name="features">The features that it named.</param>
internal sealed class WholeFollow(Subscribe subscribe, IReadOnlyCollection<string> features) : MapFollow(subscribe.SubscriptionId)
{
    private readonly string _map = subscribe.Map;
    private readonly FollowedCursor _followed = new(subscribe.Map, subscribe.From ?? Cursor.Start, subscribe.Seen);
    private readonly DigestAnswers _digests = new(subscribe.Map);
    private readonly bool _tellsDigests = features.Contains(Features.Digest);
    private readonly bool _walks = subscribe.Walks && features.Contains(Features.Digest);
    private readonly bool _tellsProgress = features.Contains(Features.Progress);
    private bool _hasReached;
    private bool _isCaughtUp;
    private bool _isReset;

    public override void Ask(DigestRequest request)
    {
        // It may have been sent before the client learned of the Reset.
        if (_isReset) return;
        if (!_isCaughtUp) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before its CaughtUp.");
        if (!_digests.IsEmpty) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before the one before was answered.");
        _digests.Ask(request);
    }

    public override void CheckBranch(CommittedPartition partition, PulledFrames frames)
    {
        var reason = _followed.Check(partition, out var fork);
        if (reason == ResetReason.None) return;
        _isReset = _isCaughtUp;
        (_hasReached, _isCaughtUp) = (false, false);
        _digests.Clear();
        if (_walks) _followed.Reach(partition.CursorAt(partition.Head));
        frames.Add(ResetOf(partition, reason, fork) with { Head = _walks ? _followed.At : null });
    }

    public override void Pull(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        // What a client compares with a digest is what it holds: all that came before, and nothing may be missing of it (INV-DIG-2).
        if (!PullChanges(partition, maxPageBytes, toldVersion, frames) || !PullCaughtUp(partition, frames) || _digests.IsEmpty) return;
        if (_digests.Next(partition, Subscription, _followed.At, maxPageBytes) is { } reply) frames.Add(reply);
        else frames.Continue();
    }

    // Whether the client holds the committed state then.
    private bool PullChanges(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        if (_hasReached && partition.LastVersionOf(_map) <= _followed.At.Version && toldVersion <= _followed.At.Version) return true;
        var read = partition.ReadChanges(_map, _followed.At.Version, _isCaughtUp ? LiveBytes(maxPageBytes) : maxPageBytes);
        var page = new ChangePage(Subscription, _followed.At, read.To, read.More, read.Records)
        {
            IsCatchUp = !_isCaughtUp,
            Head = read.More ? partition.CursorAt(partition.Head) : null,
        };
        if (read.More && _tellsProgress)
            page = page with { RecordsLeft = partition.CountChanged(_map, read.To.Version), RecordsTotal = partition.CountChanged(_map, 0) };
        frames.Add(page);
        _followed.Reach(read.To);
        if (read.More) return false;
        _hasReached = true;
        return true;
    }

    // Whether the client knows that it holds the committed state. It has it while the digest is being worked out, and what changes meanwhile comes before.
    private bool PullCaughtUp(CommittedPartition partition, PulledFrames frames)
    {
        if (_isCaughtUp) return true;
        var digest = _tellsDigests ? partition.DigestOf(_map) : null;
        if (_tellsDigests && digest is null)
        {
            frames.Continue();
            return false;
        }

        (_isCaughtUp, _isReset) = (true, false);
        frames.Add(new CaughtUp(Subscription, _followed.At, digest, TypeToTell(partition, _map, features)));
        return true;
    }
}
