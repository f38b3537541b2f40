using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What one client is told of one map: the results of its writers first, then the changes (INV-SES-1).</summary>
/// <param name="map">The map.</param>
/// <param name="rejections">Tells what a resolver refused, ahead of the result; null for clients that do not want to know.</param>
/// <param name="tellsDigests">Whether the client knows digests.</param>
internal sealed class MapFeed(string map, RejectionTeller? rejections, bool tellsDigests = false)
{
    private const int ResultsPerFrame = 1_000;

    private readonly Dictionary<WriterId, long> _told = [];
    private readonly Queue<BatchReceipt> _receipts = new();
    private readonly DigestAnswers _digests = new(map);
    private int _subscription;
    private FollowedCursor _followed = new(map, Cursor.Start);
    private bool _isCaughtUp;

    // A result may carry a version above the client's cursor although nothing that it does not know has changed since.
    // It needs to see the cursor move, to let its op go.
    private long _toldVersion;

    public bool IsSubscribed => _subscription != 0;

    /// <summary>From now on the client is told the results of a writer above a number.</summary>
    public void Watch(WriterId writer, long after) => _told.TryAdd(writer, after);

    public void Subscribe(int subscription, Cursor? from)
    {
        _subscription = subscription;
        _followed = new FollowedCursor(map, from ?? Cursor.Start);
        _isCaughtUp = false;
    }

    public void Unsubscribe()
    {
        _subscription = 0;
        _digests.Clear();
    }

    /// <summary>Takes a question about digests; it is answered when it is pulled, from the state to which the pages before it lead.</summary>
    /// <exception cref="SyncException">The client was not caught up yet, or one before is not answered; the stream must end.</exception>
    public void Ask(DigestRequest request)
    {
        if (!_isCaughtUp) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before its CaughtUp.");
        if (!_digests.IsEmpty) throw new SyncException(ErrorCode.InvalidFrame, $"A digest request for subscription {request.SubscriptionId} came before the one before was answered.");
        _digests.Ask(request);
    }

    /// <summary>Takes the answer to a batch.</summary>
    /// <returns>Whether it is kept until it is pulled.</returns>
    public bool Answer(BatchReceipt receipt)
    {
        if (receipt.RepeatFrom is { } from) _told[receipt.Writer] = Math.Min(_told.GetValueOrDefault(receipt.Writer, long.MaxValue), from - 1);
        if (receipt.Unrecorded.Count == 0 && receipt.Stopped is null) return false;
        _receipts.Enqueue(receipt);
        return true;
    }

    /// <summary>What is to be told next.</summary>
    /// <param name="partition">The map's partition.</param>
    /// <param name="maxPageBytes">How large a page of changes becomes.</param>
    /// <param name="answers">How many of the answers that were kept are among it.</param>
    public IReadOnlyList<ServerFrame> Pull(Partition partition, int maxPageBytes, out int answers)
    {
        answers = 0;
        List<ServerFrame> frames = [];
        // First of all: the versions in what follows are of this history.
        if (IsSubscribed) CheckBranch(partition, frames);
        // A state that includes an op must not arrive before the op's result, or it would be shown twice.
        if (!PullResults(partition, frames)) return frames;

        for (; _receipts.TryDequeue(out var receipt); answers++)
        {
            if (receipt.Unrecorded.Count > 0) frames.Add(new OpResults(map, receipt.Writer, partition.Epoch, receipt.Unrecorded));
            if (receipt.Stopped is { } stopped) frames.Add(stopped);
        }

        // What a client compares with a digest is what it holds: all that came before, and nothing may be missing of it (INV-DIG-2).
        if (IsSubscribed && PullChanges(partition, maxPageBytes, frames) && !_digests.IsEmpty)
            frames.Add(_digests.Next(partition, _subscription, _followed.At, maxPageBytes));
        return frames;
    }

    // Whether all results have been told.
    private bool PullResults(Partition partition, List<ServerFrame> frames)
    {
        foreach (var (writer, told) in _told.ToArray())
        {
            if (partition.SettledThrough(map, writer) is var settled && settled > told)
            {
                // Another copy of this device has confirmed results that this one was about to be told. It must ask for them again:
                // only its ops say which ids they had, and the answer is SETTLED.
                frames.Add(new BatchStopped(map, writer, new SyncError(ErrorCode.OutOfOrder, $"Results up to {settled} are no longer kept."), told + 1));
                _told[writer] = settled;
            }

            var results = partition.ReadResults(map, writer, told, ResultsPerFrame);
            if (results.Count == 0) continue;

            _told[writer] = results[^1].Number;
            foreach (var ofEpoch in results.GroupBy(result => partition.CursorAt(result.Version).Epoch))
            {
                OpResult[] group = [.. ofEpoch];
                if (rejections is not null) frames.AddRange(rejections.Tell(partition, map, writer, group));
                frames.Add(new OpResults(map, writer, ofEpoch.Key, group));
                _toldVersion = Math.Max(_toldVersion, group.Max(result => result.Version));
            }

            if (results.Count == ResultsPerFrame) return false;
        }

        return true;
    }

    private void CheckBranch(Partition partition, List<ServerFrame> frames)
    {
        var reason = _followed.Check(partition, out var fork);
        if (reason == ResetReason.None) return;
        _isCaughtUp = false;
        frames.Add(new Reset(_subscription, reason, fork));
    }

    // Whether the client holds the committed state then.
    private bool PullChanges(Partition partition, int maxPageBytes, List<ServerFrame> frames)
    {
        if (!_isCaughtUp || partition.LastVersionOf(map) > _followed.At.Version || _toldVersion > _followed.At.Version)
        {
            var read = partition.ReadChanges(map, _followed.At.Version, maxPageBytes);
            frames.Add(new ChangePage(_subscription, _followed.At, read.To, read.More, read.Records));
            _followed.Reach(read.To);
            if (read.More) return false;
            if (_isCaughtUp) return true;

            _isCaughtUp = true;
            frames.Add(new CaughtUp(_subscription, _followed.At, tellsDigests ? partition.DigestOf(map) : null));
        }

        return true;
    }
}
