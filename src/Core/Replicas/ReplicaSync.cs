using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>The server's side of a replica: takes results and pages, and prepares ops for their first sending.</summary>
internal sealed class ReplicaSync(ReplicaImage image, ReplicaWriters writers)
{
    // The last fixed timestamp on each map. Across maps there is no order to keep, and keeping one would make an old edit of
    // one map look as new as the newest of another.
    private readonly Dictionary<string, HlcTimestamp> _lastFixed = image.Logs
        .Select(log => KeyValuePair.Create(log.Key, log.Value.LastFixed))
        .ToDictionary(StringComparer.Ordinal);

    private readonly HashSet<string> _viewless = new(StringComparer.Ordinal);

    public SyncLimits Limits { get; private set; } = SyncLimits.Default;

    public string NodeId => image.NodeId;

    public WriterId CurrentWriter => writers.Current;

    /// <summary>Maps that have ops without a result.</summary>
    public IEnumerable<string> UnsettledMaps => image.Logs.Where(log => log.Value.UnsettledCount > 0).Select(log => log.Key);

    public MapLog Log(string map) => image.Log(map);

    public MapReplica MapOf(string map) => image.MapOf(map);

    /// <summary>Learns to whom the replica belongs, what its server accepts and what time it has.</summary>
    /// <exception cref="SyncException">The replica belongs to another user.</exception>
    public void Meet(Welcome welcome, ClockReading reading, long serverMs)
    {
        if (image.Subject is { } owner && owner != welcome.Subject)
            throw new SyncException(
                ErrorCode.NodeIdTaken,
                $"This replica belongs to user {owner}; the token is of user {welcome.Subject}. Open a replica of its own for each user.");

        Limits = welcome.Limits;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Subject = image.Subject is null ? welcome.Subject : null;
        step.Change.Time = image.Time.Learn(reading, serverMs);
        image.Commit(step);
    }

    /// <summary>Learns the server's time.</summary>
    public void Learn(ClockReading reading, long serverMs)
    {
        // Each heartbeat says it anew; only news is worth a write to the device's storage.
        const int WorthStoringMs = 50;
        if (image.Time.Boots.Any(boot => boot.BootId == reading.BootId) && Math.Abs(image.Time.At(reading) - serverMs) < WorthStoringMs) return;

        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Time = image.Time.Learn(reading, serverMs);
        image.Commit(step);
    }

    /// <summary>Fixes the timestamps of ops that were never sent, durably, before they are (INV-OPS-4).</summary>
    /// <returns>The ops as they are to be sent.</returns>
    public IReadOnlyList<LoggedOp> Fix(string map, IReadOnlyList<LoggedOp> ops, ClockReading now)
    {
        var sentMs = Math.Max(1, image.Time.At(now));
        var step = new ReplicaStep(ChangeOrigin.Local);
        var ready = new List<LoggedOp>(ops.Count);
        var last = _lastFixed.GetValueOrDefault(map);
        foreach (var op in ops)
        {
            var sent = op;
            if (op.FirstSentMs == 0)
            {
                sent = op with { At = Above(image.Time.At(op.Made), HlcTimestamp.Max(op.MadeOn, last), op.Writer), FirstSentMs = sentMs };
                step.Put(sent);
            }

            last = HlcTimestamp.Max(last, sent.At);
            ready.Add(sent);
        }

        image.Commit(step);
        _lastFixed[map] = last;
        return ready;
    }

    /// <summary>Takes results: what came into effect waits for the confirmed state to show it, what was refused goes to the inbox.</summary>
    public void Settle(OpResults results)
    {
        var log = image.Log(results.Map);
        var step = new ReplicaStep(results.Results.Any(result => result.Code.IsRefusal()) ? ChangeOrigin.Rollback : ChangeOrigin.Remote);
        long? reused = null;
        foreach (var result in results.Results)
        {
            // A result of an op that is not here has been taken before.
            if (log.FindUnsettled(results.Writer, result.Number) is not { } op) continue;

            if (op.OpId != result.OpId || result.Code == OpResultCode.NumberReused) reused ??= result.Number;
            else if (result.Code is OpResultCode.Applied or OpResultCode.Superseded) Accept(step, op, result, new Cursor(results.Epoch, result.Version));
            else Reject(step, op, RejectionOf(result.Code), result.Reason ?? string.Empty, result.Resolver);
        }

        image.Commit(step);
        if (reused is { } number) LogAgain(results.Map, results.Writer, op => op.Number >= number);
    }

    /// <summary>Takes a page of changes and lets go of the ops that the confirmed state now shows.</summary>
    public void Apply(string map, ChangePage page)
    {
        var replica = image.MapOf(map);
        // A page that does not begin at the cursor was meant for an earlier subscription.
        if (page.From != replica.Cursor) return;

        var step = new ReplicaStep(ChangeOrigin.Remote);
        var arrived = new Dictionary<string, long>(page.Records.Count, StringComparer.Ordinal);
        foreach (var record in page.Records)
        {
            arrived[record.Key] = record.Version;
            step.Change.PutRecords.Add((map, image.Receive(record, replica.Generation)));
            step.Touched.Add((map, record.Key));
        }

        LetGo(step, replica, page, arrived);
        if (!page.More && replica.Resetting != ResetReason.None) Sweep(step, replica);
        step.Change.PutMaps.Add(replica with
        {
            Cursor = page.To,
            IsComplete = replica.IsComplete || !page.More,
            Resetting = page.More ? replica.Resetting : ResetReason.None,
        });
        image.Commit(step);
    }

    /// <summary>Begins to take a map anew; what is held is shown until all has come.</summary>
    public void BeginReset(string map, ResetReason reason)
    {
        var replica = image.MapOf(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Cursor = Cursor.Start, Generation = replica.Generation + 1, Resetting = reason });
        image.Commit(step);
    }

    /// <summary>Confirmed state of a map is coming.</summary>
    public void GainView(string map) => _viewless.Remove(map);

    /// <summary>No confirmed state of a map will come any more: its settled ops have nothing to wait for.</summary>
    public void LoseView(string map)
    {
        _viewless.Add(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var op in image.Log(map).Settled) step.Drop(op);
        image.Commit(step);
    }

    /// <summary>The server does not know a writer any more: what was never sent is logged again, of the others the outcome is unknown.</summary>
    public void CloseWriter(string map, WriterId writer)
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        foreach (var op in image.Log(map).Lane(writer).Unsettled)
            if (op.FirstSentMs != 0) Reject(step, op, RejectionCode.OutcomeUnknown, "The server does not remember this device's writer any more.");

        image.Commit(step);
        LogAgain(map, writer, _ => true);
    }

    /// <summary>The server waits for ops that have their results here: it was restored and forgot them. What builds on them goes without.</summary>
    /// <param name="map">The map.</param>
    /// <param name="writer">The writer whose batch was stopped.</param>
    /// <param name="next">The number that the server expects of it.</param>
    public void Detach(string map, WriterId writer, long next)
    {
        var log = image.Log(map);
        var lowest = log.Lane(writer).LowestUnsettled;
        var step = new ReplicaStep(ChangeOrigin.Local);
        foreach (var op in log.Lanes.SelectMany(lane => lane.Unsettled))
        {
            if (op.After is not { } after || log.FindUnsettled(after.Writer, after.Number) is not null) continue;
            // Naming a settled op keeps its result from being confirmed, and so keeps the server waiting for its number.
            var holdsUp = after.Writer == writer && next < lowest;
            if (holdsUp || (op.Writer == writer && op.Number == next)) step.Put(op with { After = null });
        }

        image.Commit(step);
    }

    /// <summary>A timestamp of a writer at a time, but above a floor.</summary>
    public static HlcTimestamp Above(long millis, HlcTimestamp floor, WriterId writer)
        => millis > floor.Millis ? new HlcTimestamp(millis, 0, writer.ClockName) : floor.Next(writer.ClockName);

    private void Accept(ReplicaStep step, LoggedOp op, OpResult result, Cursor at)
    {
        var settled = op with { SettledAt = at, At = result.Stamped ?? op.At };
        step.Settled.Add(new SettledOp(settled, null, result.Code == OpResultCode.Superseded));
        if (_viewless.Contains(op.Map) || IsShown(op.Map, at)) step.Drop(op);
        else step.Put(settled);
    }

    // A result that comes again after a reconnect may come after the state that includes it.
    private bool IsShown(string map, Cursor at)
        => image.MapOf(map) is { Resetting: ResetReason.None } replica && replica.Cursor.Version >= at.Version;

    private void LetGo(ReplicaStep step, MapReplica replica, ChangePage page, Dictionary<string, long> arrived)
    {
        foreach (var op in image.Log(replica.Map).Settled)
        {
            var at = op.SettledAt!.Value;
            var hasArrived = arrived.TryGetValue(op.Write.Key, out var version);
            if (replica.Resetting == ResetReason.LostBranch)
            {
                // Versions of a lost history say nothing of this one. Only what stands at the very version is surely there.
                if (page.More) continue;
                if (!hasArrived) version = image.VersionOf(replica.Map, op.Write.Key, replica.Generation);
                if (version != at.Version)
                    AddRejection(step, op, RejectionCode.LostByRestore, "The server was restored from a backup that did not have this write.");
                step.Drop(op);
            }
            else if ((hasArrived && version >= at.Version) || (!page.More && page.To.Version >= at.Version))
            {
                step.Drop(op);
            }
        }
    }

    // What did not come again is no longer there.
    private void Sweep(ReplicaStep step, MapReplica replica)
    {
        step.Change.Swept.Add((replica.Map, replica.Generation));
        if (!image.IsWatched(replica.Map)) return;
        for (string? after = null; image.Scan(replica.Map, after, 1_000) is { Count: > 0 } held; after = held[^1].Key)
            foreach (var record in held)
                if (record.Generation < replica.Generation) step.Touched.Add((replica.Map, record.Key));
    }

    private void Reject(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null)
    {
        step.Drop(op);
        step.Settled.Add(new SettledOp(op, AddRejection(step, op, code, reason, resolver)));
    }

    private Rejection AddRejection(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null)
    {
        var rejection = new Rejection(image.NextPosition(), op.Map, code, reason, op.Write, op.At, op.OpId, resolver);
        step.Change.AddedRejections.Add(rejection);
        return rejection;
    }

    private static RejectionCode RejectionOf(OpResultCode code) => code switch
    {
        OpResultCode.Voided => RejectionCode.GivenUp,
        OpResultCode.Settled => RejectionCode.OutcomeUnknown,
        _ => (RejectionCode)code,
    };

    // Takes ops out of a writer's numbering and logs them under the current one. They keep their places in the log.
    private void LogAgain(string map, WriterId writer, Func<LoggedOp, bool> which)
    {
        var log = image.Log(map);
        LoggedOp[] ops = [.. log.Lane(writer).Unsettled.Where(which)];
        if (ops.Length == 0) return;
        if (writer == writers.Current) writers.DrawAgain();

        var step = new ReplicaStep(ChangeOrigin.Local);
        var renamed = new Dictionary<OpReference, OpReference>();
        var number = log.Lane(writers.Current).LastNumber;
        foreach (var op in ops)
        {
            var again = op with
            {
                Writer = writers.Current,
                Number = ++number,
                OpId = writers.Random(),
                FirstSentMs = 0,
                After = op.After is { } after ? renamed.GetValueOrDefault(after, after) : null,
            };
            renamed[new OpReference(op.Writer, op.Number)] = new OpReference(again.Writer, again.Number);
            step.Put(again);
        }

        image.Commit(step);
    }
}
