using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What one client is told of one map: the results of its writers first, then the changes (INV-SES-1).</summary>
/// <param name="map">The map.</param>
/// <param name="rejections">Tells what a resolver refused, ahead of the result; null for clients that do not want to know.</param>
/// <param name="features">The features that the client has named.</param>
internal sealed class MapFeed(string map, RejectionTeller? rejections, IReadOnlyCollection<string> features)
{
    private const int ResultsPerFrame = 1_000;

    private readonly Dictionary<WriterId, long> _told = [];
    private readonly Queue<BatchReceipt> _receipts = new();
    private readonly List<MapFollow> _follows = [];
    private readonly List<MapFollow> _ended = [];

    // A result may carry a version above the client's cursor although nothing that it does not know has changed since.
    // It needs to see the cursor move, to let its op go.
    private long _toldVersion;

    /// <summary>Whether the map as a whole is subscribed to.</summary>
    public bool HasWhole => _follows.Any(follow => follow is WholeFollow);

    /// <summary>Whether anything of the map is subscribed to.</summary>
    public bool IsFollowed => _follows.Count > 0;

    /// <summary>Its subscriptions with a query.</summary>
    public IEnumerable<PartFollow> Parts => _follows.OfType<PartFollow>();

    /// <summary>Those that have ended by themselves.</summary>
    public IEnumerable<int> Over => _follows.Where(follow => follow.IsOver).Select(follow => follow.Subscription);

    /// <summary>From now on the client is told the results of a writer above a number.</summary>
    public void Watch(WriterId writer, long after) => _told.TryAdd(writer, after);

    public void Subscribe(MapFollow follow) => _follows.Add(follow);

    public void Unsubscribe(int subscription)
    {
        var follow = _follows.Find(follow => follow.Subscription == subscription);
        if (follow is null) return;
        _follows.Remove(follow);
        _ended.Add(follow);
    }

    /// <summary>All subscriptions end, with the session.</summary>
    public void End(CommittedPartition partition)
    {
        foreach (var follow in _follows.Concat(_ended)) follow.End(partition);
    }

    /// <summary>Takes a question about digests.</summary>
    /// <exception cref="SyncException">It can't be answered; the stream must end.</exception>
    public void Ask(DigestRequest request) => _follows.Find(follow => follow.Subscription == request.SubscriptionId)?.Ask(request);

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
    public PulledFrames Pull(CommittedPartition partition, int maxPageBytes, out int answers)
    {
        answers = 0;
        var frames = new PulledFrames();
        foreach (var follow in _ended) follow.End(partition);
        _ended.Clear();
        // First of all: the versions in what follows are of this history.
        foreach (var follow in _follows) follow.CheckBranch(partition, frames);
        // A state that includes an op must not arrive before the op's result, or it would be shown twice.
        if (!PullResults(partition, frames)) return frames;

        for (; _receipts.TryDequeue(out var receipt); answers++)
        {
            if (receipt.Unrecorded.Count > 0) frames.Add(new OpResults(map, receipt.Writer, partition.Epoch, receipt.Unrecorded));
            if (receipt.Stopped is { } stopped) frames.Add(stopped);
        }

        foreach (var follow in _follows) follow.Pull(partition, maxPageBytes, _toldVersion, frames);
        return frames;
    }

    // Whether all results have been told.
    private bool PullResults(CommittedPartition partition, PulledFrames frames)
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
                frames.Add(new OpResults(map, writer, ofEpoch.Key, [.. group.Select(Told)]));
                _toldVersion = Math.Max(_toldVersion, group.Max(result => result.Version));
            }

            if (results.Count == ResultsPerFrame) return false;
        }

        return true;
    }

    // A code that a client does not know would end its stream, each time anew.
    private OpResult Told(OpResult result)
        => result.Code == OpResultCode.TypeMismatch && !Features.KnowTypes(features) ? result with { Code = OpResultCode.Invalid } : result;
}
