using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>How far one stream has sent the ops of a replica's logs.</summary>
internal sealed class OpSending(ReplicaSync replica)
{
    // Enough to keep a stream busy over a long line, and well below the results that a server keeps unconfirmed.
    private const int MaxInFlight = 4_000;

    // Half of the smallest frame that a server may announce: the bounds of ops are generous.
    private const int MaxBatchBytes = 256 << 10;

    // Confirming costs the server a commit, so it waits for the next batch unless very much is unconfirmed.
    private const int ConfirmAlone = 1_000;

    private readonly Dictionary<(string Map, WriterId Writer), LaneSending> _lanes = [];
    private string? _lastServed;

    /// <summary>When there is something to send after a pause that the server asked for, in milliseconds of the monotonic clock; the highest number for never.</summary>
    public long WakeAtMs
    {
        get
        {
            var wake = long.MaxValue;
            foreach (var ((map, writer), lane) in _lanes)
                if (lane.PausedUntilMs > long.MinValue && replica.Log(map).Lane(writer).Unsettled.Count > 0) wake = Math.Min(wake, lane.PausedUntilMs);
            return wake;
        }
    }

    /// <summary>What was sent on this stream and has no result, of each writer and map that has any.</summary>
    public IEnumerable<(string Map, WriterId Writer, IReadOnlyList<LoggedOp> Ops)> OnTheirWay()
    {
        foreach (var ((map, writer), sending) in _lanes)
        {
            LoggedOp[] ops = [.. replica.Log(map).Lane(writer).Unsettled.TakeWhile(op => op.Number < sending.Next)];
            if (ops.Length > 0) yield return (map, writer, ops);
        }
    }

    /// <summary>One batch of the next map that has anything to send; each map in turn.</summary>
    /// <param name="now">What the device's clocks say.</param>
    /// <param name="isHeld">Whether the ops of a map must wait.</param>
    public OpBatch? Next(ClockReading now, Func<string, bool> isHeld)
    {
        string[] maps = [.. replica.UnsettledMaps.Union(_lanes.Keys.Select(lane => lane.Map)).Order(StringComparer.Ordinal)];
        foreach (var map in maps.Where(map => string.CompareOrdinal(map, _lastServed) > 0).Concat(maps.Where(map => string.CompareOrdinal(map, _lastServed) <= 0)))
        {
            if (isHeld(map) || BatchOf(map, now) is not { } batch) continue;
            _lastServed = map;
            return batch;
        }

        return null;
    }

    /// <summary>The server took no more of a batch.</summary>
    public void Pause(BatchStopped stopped, ClockReading now)
    {
        // What was sent a moment ago no server has forgotten: then this answers a batch whose results came by another way before the writer was forgotten.
        var lane = replica.Log(stopped.Map).Lane(stopped.Writer);
        var isOutdated = lane.Unsettled.FirstOrDefault() is { FirstSentMs: > 0 } && !replica.Ops.MayBeForgotten(lane, now);
        if (stopped.Error.Code == ErrorCode.WriterClosed && !isOutdated)
        {
            replica.Ops.CloseWriter(stopped.Map, stopped.Writer);
            return;
        }

        // Asking again at once would only be answered the same.
        const int LeastPauseMs = 50;
        var sending = Sending(stopped.Map, lane);
        sending.Next = stopped.NextNumber;
        sending.PausedUntilMs = now.MonotonicMs + Math.Max(LeastPauseMs, stopped.Error.RetryAfterMs);
        // Not for every wait that it asks for: it may have other reasons, and what builds on a refused op then learns that from its own result.
        var isFull = stopped.Error.Code == ErrorCode.RateLimited && stopped.NextNumber - 1 - sending.Confirmed >= replica.Limits.MaxUnconfirmedResults;
        // A server that waits for numbers that are settled here was restored without them, and must be told that they are used.
        var isBehind = stopped.Error.Code == ErrorCode.OutOfOrder && stopped.NextNumber < lane.LowestUnsettled;
        if (isFull || isBehind) replica.Ops.Unblock(stopped.Map, stopped.Writer);
        // Only where the server says that it lacks what the op builds on. A gap in the numbers says nothing of that, and an op that
        // went without what it builds on would be taken although that was refused.
        if (stopped.Error is { Code: ErrorCode.OutOfOrder, Metadata: { } details } && details.ContainsKey("after_writer"))
            replica.Ops.Detach(stopped.Map, stopped.Writer, stopped.NextNumber);
    }

    private OpBatch? BatchOf(string map, ClockReading now)
    {
        var log = replica.Log(map);
        // A newer writer's ops wait until every older writer's op has its result.
        if (log.Lanes.FirstOrDefault() is not { } lane) return Confirmation(map, log);

        var sending = Sending(map, lane);
        if (now.MonotonicMs < sending.PausedUntilMs) return null;
        sending.PausedUntilMs = long.MinValue;
        sending.Next = Math.Max(sending.Next, lane.LowestUnsettled);

        if (replica.Poison.IsOn && OnTheirWay().Any()) return null;
        var ops = Gather(map, lane, sending.Next, replica.Ops.MayBeForgotten(lane, now));
        if (ops.Count == 0) return null;

        var ready = replica.Ops.Fix(map, ops, now);
        sending.Next = ready[^1].Number + 1;
        sending.Confirmed = log.SettledThrough(lane);
        return new OpBatch(map, lane.Writer, sending.Confirmed, ready.Min(op => op.FirstSentMs), [.. ready.Select(Travelling)]);
    }

    private OpBatch? Confirmation(string map, MapLog log)
    {
        if (!_lanes.TryGetValue((map, replica.Ops.CurrentWriter), out var sending)) return null;
        var lane = log.Lane(replica.Ops.CurrentWriter);
        if (log.SettledThrough(lane) - sending.Confirmed < ConfirmAlone) return null;
        sending.Confirmed = log.SettledThrough(lane);
        return new OpBatch(map, lane.Writer, sending.Confirmed, 0, []);
    }

    // Of what was sent long ago nobody may know any more what became of it (WRITER_CLOSED). What was never sent does not go with it, and waits for
    // the answer: it would be as unknown.
    private List<LoggedOp> Gather(string map, WriterLane lane, long next, bool mayBeForgotten)
    {
        var most = Math.Min(replica.Limits.MaxBatchOps, MaxInFlight - (next - lane.LowestUnsettled));
        most = Math.Min(most, replica.Poison.MostOps(map, lane.Writer));
        var (writes, bytes) = (0L, 0L);
        List<LoggedOp> ops = [];
        foreach (var op in lane.Unsettled)
        {
            if (op.Number < next) continue;
            if (ops.Count > 0 && (writes + op.Writes.Count > most || bytes > MaxBatchBytes)) break;
            if (most <= 0 || (mayBeForgotten && op.FirstSentMs == 0)) break;
            // Numbers of a batch follow on each other. Those in between have their results, told out of turn.
            if (ops.Count > 0 && op.Number != ops[^1].Number + 1) break;
            writes += op.Writes.Count;
            bytes += op.BytesBound;
            ops.Add(op);
        }

        return ops;
    }

    private LaneSending Sending(string map, WriterLane lane)
    {
        if (_lanes.TryGetValue((map, lane.Writer), out var sending)) return sending;
        return _lanes[(map, lane.Writer)] = new LaneSending(lane.LowestUnsettled);
    }

    private static Op Travelling(LoggedOp op)
        => new(op.Number, op.OpId, op.At.Millis, op.At.Counter, op.IsGivenUp ? [] : op.Writes);
}
