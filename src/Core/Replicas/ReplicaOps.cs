using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>What a replica does to ops of its log that have no result: dates them for their first sending, gives them up, numbers them anew.</summary>
internal sealed class ReplicaOps(ReplicaImage image, ReplicaWriters writers, ReplicaInbox inbox)
{
    // Servers remember writers for days at least.
    private const long LongAgoMs = 60 * 60 * 1000;

    public WriterId CurrentWriter => writers.Current;

    /// <summary>Whether the oldest op of a writer was first sent so long ago that the server may not know the writer any more.</summary>
    public bool MayBeForgotten(WriterLane lane, ClockReading now)
        => lane.Unsettled.FirstOrDefault() is { FirstSentMs: > 0 } oldest && image.Time.At(now) - oldest.FirstSentMs > LongAgoMs;

    /// <summary>Fixes the timestamps of ops that were never sent, durably, before they are (INV-OPS-4).</summary>
    /// <returns>The ops as they are to be sent.</returns>
    public IReadOnlyList<LoggedOp> Fix(string map, IReadOnlyList<LoggedOp> ops, ClockReading now)
    {
        var sentMs = Math.Max(1, image.Time.At(now));
        // Across maps there is no order to keep, and keeping one would make an old edit of one map look as new as the newest of another.
        var step = new ReplicaStep(ChangeOrigin.Local);
        var ready = new List<LoggedOp>(ops.Count);
        var last = image.Log(map).LastFixed;
        foreach (var op in ops)
        {
            var sent = op;
            if (op.FirstSentMs == 0)
            {
                // Where a clock was never measured it may say next year; but nothing was made after it is sent.
                var madeMs = Math.Min(image.Time.At(op.Made), sentMs);
                sent = op with { At = MapLog.TimestampOf(op, madeMs, last), FirstSentMs = sentMs };
                step.Put(sent);
            }

            last = HlcTimestamp.Max(last, sent.At);
            ready.Add(sent);
        }

        image.Commit(step);
        return ready;
    }

    /// <summary>Gives up an op at which the server ends the stream, so that those behind it can go on.</summary>
    public void GiveUp(LoggedOp op)
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        step.Put(op with { IsGivenUp = true });
        image.Commit(step);
    }

    /// <summary>Gives up what must not be sent to a server that does not take it.</summary>
    /// <remarks>It uses its number, and goes to the inbox; and no more is written from here on.</remarks>
    public void GiveUpUnsupported(ServerFeatures server)
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        foreach (var log in image.Logs.Values)
            foreach (var lane in log.Lanes)
                foreach (var op in lane.Unsettled)
                    if (!op.IsGivenUp && server.WhyNot(op.Writes) is not null) step.Put(op with { IsGivenUp = true });
        image.Commit(step);
    }

    /// <summary>Lets an op that the server has not taken go without what it builds on, when that is settled here already.</summary>
    public void Detach(string map, WriterId writer, long number)
    {
        var log = image.Log(map);
        bool IsSettled(OpReference after) => log.FindUnsettled(after.Writer, after.Number) is null;
        if (log.FindUnsettled(writer, number) is not { } op || !op.Afters.Any(IsSettled)) return;
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Put(op.Naming(after => IsSettled(after) ? null : after));
        image.Commit(step);
    }

    /// <summary>Ends a wait of the server's for confirmations that this device can't give: ops that it has not taken name their results.</summary>
    public void Unblock(string map, WriterId writer)
    {
        var log = image.Log(map);
        var lowest = log.Lane(writer).LowestUnsettled;
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        foreach (var lane in log.Lanes)
            foreach (var op in lane.Unsettled)
            {
                // What was accepted is named no more, so these build on what was refused. A server that could take them would
                // refuse them too.
                bool IsGone(OpReference? after) => after is { } named && named.Writer == writer && named.Number < lowest;
                if (!op.Writes.Any(part => IsGone(part.After))) continue;
                var falls = op.Writes.Any(part => IsGone(part.After) && part.Write is PatchWrite or RemoveWrite);
                step.Put(op.Naming(after => IsGone(after) ? null : after) with { IsGivenUp = op.IsGivenUp || falls });
            }

        image.Commit(step);
    }

    /// <summary>The server does not know a writer any more: what was never sent is logged again, of the others the outcome is unknown.</summary>
    public void CloseWriter(string map, WriterId writer)
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        foreach (var op in image.Log(map).Lane(writer).Unsettled)
            if (op.FirstSentMs != 0) inbox.Reject(step, op, RejectionCode.OutcomeUnknown, "The server does not remember this device's writer any more.");

        image.Commit(step);
        LogAgain(map, writer, _ => true);
    }

    /// <summary>Takes ops out of a writer's numbering and logs them under a writer that has none yet.</summary>
    /// <remarks>
    /// They keep their places in the log, and what newer writers logged after them follows them: otherwise it would go before them, and the older edit would win.
    /// </remarks>
    public void LogAgain(string map, WriterId writer, Func<LoggedOp, bool> which)
    {
        var log = image.Log(map);
        List<LoggedOp> ops = [.. log.Lane(writer).Unsettled.Where(which)];
        if (ops.Count == 0) return;

        var first = ops[0].Position;
        ops.AddRange(log.Lanes
            .Where(lane => lane.Writer != writer)
            .SelectMany(lane => lane.Unsettled)
            .Where(op => op.Position > first && op.FirstSentMs == 0));
        ops.Sort((left, right) => left.Position.CompareTo(right.Position));
        if (ops.Any(op => op.Writer == writers.Current)) writers.DrawAgain();

        var step = new ReplicaStep(ChangeOrigin.Local);
        var renamed = new Dictionary<OpReference, OpReference>();
        var tags = new Dictionary<ElementTag, ElementTag>();
        var number = log.Lane(writers.Current).LastNumber;
        foreach (var op in ops)
        {
            var again = op.Naming(after => renamed.GetValueOrDefault(after, after)).Retagged(tags) with
            {
                Writer = writers.Current,
                Number = ++number,
                OpId = writers.Random(),
                FirstSentMs = 0,
            };
            renamed[new OpReference(op.Writer, op.Number)] = new OpReference(again.Writer, again.Number);
            tags[op.FirstTag] = again.FirstTag;
            step.Put(again);
        }

        step.Raised.Add(map);
        image.Commit(step);
    }
}
