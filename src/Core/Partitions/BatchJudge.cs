using TopGun.Core.Access;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>Judges the ops of a batch: the number of each first, then whether it may be taken now; what is due goes to <see cref="OpJudge"/>.</summary>
internal sealed class BatchJudge(PartitionOptions options, IMapAccess access, OpJudge judge, IResolverSource resolvers, IStrangerBudget? strangers)
{
    /// <summary>Why the writes of a map wait: its resolvers have used up their time. Null when they have not.</summary>
    public static SyncError? WhyPaused(IResolverSource resolvers, string map) => resolvers.PauseMs(map) is > 0 and var pauseMs
        ? new SyncError(ErrorCode.RateLimited, $"The resolvers of map {map} have taken more than their share of the server's time; its writes wait {pauseMs} ms.", pauseMs)
        : null;

    /// <summary>Judges a batch on top of everything judged before.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="map">Its map.</param>
    /// <param name="overlay">What was judged since the last commit.</param>
    /// <param name="principal">Who sent it.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer beyond the recorded results, once the commit is durable.</returns>
    public BatchReceipt Judge(OpBatch batch, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (!map.Knows(batch.Writer))
        {
            // There is nothing to confirm. And a row made here would make a forgotten writer a known one, whose old ops are taken anew.
            if (batch.Ops.Count == 0) return new BatchReceipt(batch.Map, batch.Writer, null, [], null);
            if (IsForgotten(batch, nowMs))
                return Stopped(batch, ErrorCode.WriterClosed, "The server does not know the writer any more.", map.LastOf(batch.Writer) + 1);
        }

        var budget = IsStranger(principal, batch.Map) ? strangers : null;
        if (!map.Knows(batch.Writer) && budget?.Take(principal.Subject, IStrangerBudget.RowCost) is > 0 and var pauseMs)
            return new BatchReceipt(batch.Map, batch.Writer, null, [], new BatchStopped(batch.Map, batch.Writer, TooManyRefusals(principal, batch.Map, pauseMs), map.LastOf(batch.Writer) + 1));

        var writer = map.Open(batch.Writer);
        writer.Settle(batch.SettledThrough);

        long? repeatFrom = null;
        List<OpResult> unrecorded = [];
        BatchStopped? stopped = null;
        foreach (var op in batch.Ops)
        {
            if (op.Number <= writer.Last)
            {
                switch (map.FindResult(batch.Writer, op.Number))
                {
                    case null: unrecorded.Add(new OpResult(op.Number, op.OpId, OpResultCode.Settled, map.LastVersion)); break;
                    case var known when known.OpId != op.OpId: unrecorded.Add(new OpResult(op.Number, op.OpId, OpResultCode.NumberReused, 0)); break;
                    default: repeatFrom ??= op.Number; break;
                }
            }
            else if (WhyNotTaken(op, writer, map, overlay) is { } error)
            {
                stopped = new BatchStopped(batch.Map, batch.Writer, error, writer.Last + 1);
                break;
            }
            else if (budget?.Take(principal.Subject, 1) is > 0 and var waitMs)
            {
                stopped = new BatchStopped(batch.Map, batch.Writer, TooManyRefusals(principal, batch.Map, waitMs), writer.Last + 1);
                break;
            }
            else
            {
                var judgement = judge.Judge(op, writer, map, overlay, principal, nowMs);
                if (judgement.IsTransient)
                {
                    stopped = new BatchStopped(batch.Map, batch.Writer, NotNow(op, judgement.Result), writer.Last + 1);
                    break;
                }

                writer.Record(judgement.Result);
                if (RejectedOp.Of(map.Name, batch.Writer, op, principal, judgement.Result) is { } rejected) overlay.Rejected.Add(rejected);
            }
        }

        return new BatchReceipt(batch.Map, batch.Writer, repeatFrom, unrecorded, stopped);
    }

    // Who may write nothing of a map, so that all there is to record are refusals.
    private bool IsStranger(Principal principal, string map)
        => strangers is not null && principal != OpJudge.Nobody && !access.Allows(principal, map, MapAction.Put) && !access.Allows(principal, map, MapAction.Remove);

    private static SyncError TooManyRefusals(Principal principal, string map, int waitMs)
        => new(ErrorCode.RateLimited, $"User {principal.Subject} may not write map {map}, and has had many writes like this refused; the next one waits {waitMs} ms.", waitMs);

    // A day less, so that a client whose clock or network is slow is not taken for fresh just as its row is forgotten.
    private bool IsForgotten(OpBatch batch, long nowMs)
        => nowMs - batch.FirstSentMs > options.WriterRetentionMs - TimeSpan.MillisecondsPerDay;

    private SyncError? WhyNotTaken(Op op, WriterDraft writer, MapDraft map, Overlay overlay)
    {
        if (op.Number > writer.Last + 1)
            return new SyncError(ErrorCode.OutOfOrder, $"Op {op.Number} came where op {writer.Last + 1} was expected.");

        foreach (var (_, reference) in op.Writes)
            if (reference is { } after && after.Writer != writer.Writer && after.Number > map.LastOf(after.Writer))
                return new SyncError(
                    ErrorCode.OutOfOrder,
                    $"Op {op.Number} builds on op {after.Number} of writer {after.Writer}, which has not arrived.",
                    Metadata: new Dictionary<string, string> { ["after_writer"] = after.Writer.ToString(), ["after_number"] = $"{after.Number}" });

        // What a store takes in one commit is bounded, and one that it does not take is judged again op by op.
        if (overlay.SizeBound >= options.MaxCommitBytes)
            return new SyncError(ErrorCode.Unavailable, $"The records of the commit that is gathering take up to {overlay.SizeBound} bytes; it is full.", 1);

        var unconfirmed = writer.Last - writer.SettledThrough;
        if (unconfirmed >= options.Limits.MaxUnconfirmedResults)
            return new SyncError(ErrorCode.RateLimited, $"{unconfirmed} results wait to be confirmed by settled_through; at most {options.Limits.MaxUnconfirmedResults} are kept.", 100);
        return map.Rules.Chain is null ? null : WhyPaused(resolvers, map.Name);
    }

    private static SyncError NotNow(Op op, OpResult result)
    {
        const int RetryAfterMs = 500;
        return new SyncError(ErrorCode.Unavailable, $"Op {op.Number} can't be judged now. {result.Reason}", RetryAfterMs);
    }

    private static BatchReceipt Stopped(OpBatch batch, ErrorCode code, string message, long next)
        => new(batch.Map, batch.Writer, null, [], new BatchStopped(batch.Map, batch.Writer, new SyncError(code, message), next));
}
