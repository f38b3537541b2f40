using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>The server's side of a replica: takes results and pages, and prepares ops for their first sending.</summary>
internal sealed class ReplicaSync(ReplicaImage image, ReplicaWriters writers)
{
    private ReplicaParts? _parts;

    // What the server holds where it refused an op; its result follows.
    private readonly Dictionary<(string Map, WriterId Writer, long Number), Value> _standing = [];

    public SyncLimits Limits { get; private set; } = SyncLimits.Default;

    /// <summary>Which writes the server takes.</summary>
    public ServerFeatures Server { get; } = new();

    /// <summary>What ends streams.</summary>
    public PoisonSearch Poison { get; } = new();

    public string NodeId => image.NodeId;

    public WriterId CurrentWriter => writers.Current;

    /// <summary>Maps that have ops without a result.</summary>
    public IEnumerable<string> UnsettledMaps => image.Logs.Where(log => log.Value.UnsettledCount > 0).Select(log => log.Key);

    /// <summary>Which ops have been shown by which views.</summary>
    public ReplicaViews Views { get; } = new(image);

    /// <summary>The parts of maps.</summary>
    public ReplicaParts Parts => _parts ??= new ReplicaParts(image, this);

    /// <summary>Puts right what a digest walk finds.</summary>
    public ReplicaRepair Repair { get; } = new(image);

    public MapLog Log(string map) => image.Log(map);

    public MapReplica MapOf(string map) => image.MapOf(map);

    /// <summary>Learns to whom the replica belongs, what its server accepts and what time it has.</summary>
    /// <returns>Whether the server's time was news.</returns>
    /// <exception cref="SyncException">The replica belongs to another user.</exception>
    public bool Meet(Welcome welcome, ClockReading reading, long roundTripMs)
    {
        if (image.Subject is { } owner && owner != welcome.Subject)
            throw new SyncException(
                ErrorCode.NodeIdTaken,
                $"This replica belongs to user {owner}; the token is of user {welcome.Subject}. Open a replica of its own for each user.");

        Limits = welcome.Limits;
        Server.Learn(welcome);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Subject = image.Subject is null ? welcome.Subject : null;
        step.Change.Time = Measured(reading, welcome.ServerTimeMs, roundTripMs);
        image.Commit(step);
        if (Server.LacksAny) GiveUpUnsupported();
        return step.Change.Time is not null;
    }

    /// <summary>Learns the server's time.</summary>
    /// <param name="reading">The device's clocks when the answer came.</param>
    /// <param name="saidMs">What the server said.</param>
    /// <param name="roundTripMs">How long the answer took since it was asked for.</param>
    public void Learn(ClockReading reading, long saidMs, long roundTripMs)
    {
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Time = Measured(reading, saidMs, roundTripMs);
        image.Commit(step);
    }

    // The server read its clock somewhere within the round trip, which is long when the answer had to wait behind a page. What is
    // known and lies within it is as good, or better. Null when there is no news: each heartbeat says it anew, and a write to the
    // device's storage has a price.
    private ServerTime? Measured(ClockReading reading, long saidMs, long roundTripMs)
    {
        const int WorthStoringMs = 5;
        const int WallWorthStoringMs = 50;
        var serverMs = saidMs + roundTripMs / 2;
        foreach (var boot in image.Time.Boots)
        {
            if (boot.BootId != reading.BootId) continue;
            var known = reading.MonotonicMs + boot.MonotonicToServerMs;
            var fits = known >= saidMs && known <= saidMs + roundTripMs;
            if (!fits && Math.Abs(known - serverMs) >= WorthStoringMs) continue;
            // A wall clock that was set in the meantime is news too: the next boot may have nothing else to go by.
            if (Math.Abs(reading.WallMs + boot.WallToServerMs - known) < WallWorthStoringMs) return null;
            if (fits) serverMs = known;
        }

        return image.Time.Learn(reading, serverMs);
    }

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

    /// <summary>Learns what stands where an op was refused, whose result follows.</summary>
    public void Explain(MergeRejected rejected)
    {
        if (rejected.Current is { } current && image.Log(rejected.Map).FindUnsettled(rejected.Writer, rejected.Number) is { } op && op.OpId == rejected.OpId
            && image.ValueOf(current.Span) is { } value)
            _standing[(rejected.Map, rejected.Writer, rejected.Number)] = value;
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
            if (log.FindUnsettled(results.Writer, result.Number) is not { } logged) continue;

            var op = step.Latest(logged);
            if (op.OpId != result.OpId || result.Code == OpResultCode.NumberReused) reused ??= result.Number;
            else if (result.Code is OpResultCode.Applied or OpResultCode.Superseded) Accept(step, op, result, new Cursor(results.Epoch, result.Version));
            else Reject(step, op, RejectionOf(op, result.Code), ReasonOf(op, result), result.Resolver, result.Key);
            _standing.Remove((results.Map, results.Writer, result.Number));

            if (result.Code == OpResultCode.Settled) Unname(step, op);
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
        var arrived = new Dictionary<string, ReplicaRecord>(page.Records.Count, StringComparer.Ordinal);
        foreach (var record in page.Records)
        {
            step.Change.PutRecords.Add((map, arrived[record.Key] = image.Receive(record, replica.Generation)));
            step.Touched.Add((map, record.Key));
        }

        // What lies below the cursor of a walk may be of any time, so no page makes the server's state of it.
        var isWhole = !page.More && !replica.IsWalking;
        LetGo(step, replica, isWhole ? page.To : null, arrived);
        if (isWhole && replica.Resetting != ResetReason.None) Sweep(step, replica);
        step.Change.PutMaps.Add(replica with
        {
            Cursor = page.To,
            IsComplete = replica.IsComplete || isWhole,
            Resetting = isWhole ? ResetReason.None : replica.Resetting,
            Type = replica.Type == MapType.None && page.Records.Count > 0 ? image.TypeOf(page.Records[0]) : replica.Type,
        });
        image.Commit(step);
        if (isWhole) Views.Reach(map, page.To.Version);
    }

    /// <summary>What is held of a map is the server's state at a cursor, whether or not a page said so before.</summary>
    public void CatchUp(string map, Cursor at)
    {
        var replica = image.MapOf(map);
        if (replica.Resetting != ResetReason.None || replica.Cursor != at) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        LetGo(step, replica, at, []);
        image.Commit(step);
        Views.Reach(map, at.Version);
    }

    /// <summary>Learns what the keys of a map hold, from a server that says it.</summary>
    public void LearnType(string map, MapType type)
    {
        var replica = image.MapOf(map);
        // Of a map of which only parts are held nothing is kept but those.
        if (!Server.TellsTypes || replica.Type == type || !image.HoldsWhole(map)) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Type = type });
        image.Commit(step);
    }

    /// <summary>Begins to take a map anew, or to compare what is held with it; that is shown until all has come.</summary>
    public void BeginReset(string map, Reset reset)
    {
        var replica = image.MapOf(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with
        {
            Cursor = reset.Head ?? Cursor.Start,
            Generation = replica.Generation + 1,
            // What was settled in a lost history is looked for at the end, however many resets there are until then.
            Resetting = replica.Resetting == ResetReason.LostBranch ? ResetReason.LostBranch : reset.Reason,
            IsWalking = reset.Head is not null,
        });
        // What is settled by now is settled in the lost history; what settles from here on is not. No epoch is 0.
        if (reset.Reason == ResetReason.LostBranch)
            foreach (var op in image.Log(map).Settled) step.Put(op with { SettledAt = op.SettledAt!.Value with { Epoch = 0 } });
        image.Commit(step);
    }

    /// <summary>A walk has ended at the server's state: what is held is that, from here on.</summary>
    public void EndWalk(string map)
    {
        if (image.MapOf(map) is not { IsWalking: true } replica) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        LetGo(step, replica, replica.Cursor, []);
        step.Change.PutMaps.Add(replica with { IsComplete = true, Resetting = ResetReason.None, IsWalking = false });
        image.Commit(step);
        Views.Reach(map, replica.Cursor.Version);
    }

    /// <summary>A walk that was begun can't be ended at a server that says no digest: the map is to come anew.</summary>
    /// <returns>Whether one was begun.</returns>
    public bool GiveUpWalk(string map)
    {
        if (image.MapOf(map) is not { IsWalking: true } replica) return false;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Cursor = Cursor.Start, Generation = replica.Generation + 1, IsWalking = false });
        image.Commit(step);
        return true;
    }

    /// <summary>Confirmed state of a map is coming.</summary>
    public void GainView(string map) => Views.Gain(map);

    /// <summary>No confirmed state of a map will come any more: its settled ops have nothing to wait for.</summary>
    public void LoseView(string map)
    {
        Views.Lose(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var op in image.Log(map).Settled)
            if (Views.HasLeftParts(op)) step.Drop(op);
        image.Commit(step);
    }

    /// <summary>
    /// The user may not read a map any more: nothing stays of what the server told of it, and all of what the user wrote (INV-ACC-2).
    /// </summary>
    public void Purge(string map)
    {
        Views.Lose(map);
        foreach (var told in _standing.Keys.Where(told => told.Map == map).ToArray()) _standing.Remove(told);
        var replica = image.MapOf(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        // One generation on, so that whatever is held is swept; the number stays, or records of before could pass for later ones.
        var purged = new MapReplica(map, Cursor.Start, replica.Generation + 1, false, ResetReason.None);
        foreach (var op in image.Log(map).Settled) step.Drop(op);
        foreach (var rejection in image.Rejections.Values)
            if (rejection.Map == map && rejection.ServerValue is not null) step.Change.AmendedRejections.Add(rejection with { ServerValue = null });
        if (image.HoldsWhole(map) || !image.Parts.HasAny(map))
        {
            Sweep(step, purged);
            step.Change.PutMaps.Add(purged);
        }

        Parts.Purge(step, map);
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

    /// <summary>Gives up an op at which the server ends the stream, so that those behind it can go on.</summary>
    public void GiveUp(LoggedOp op)
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        step.Put(op with { IsGivenUp = true });
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

    // They must not be sent. They use their numbers, and go to the inbox; and no more are written from here on.
    private void GiveUpUnsupported()
    {
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        foreach (var log in image.Logs.Values)
            foreach (var lane in log.Lanes)
                foreach (var op in lane.Unsettled)
                    if (!op.IsGivenUp && Server.WhyNot(op.Writes) is not null) step.Put(op with { IsGivenUp = true });
        image.Commit(step);
    }

    private void Accept(ReplicaStep step, LoggedOp op, OpResult result, Cursor at)
    {
        // One that was given up too late is as if it never was: it took effect.
        var settled = op with { SettledAt = at, At = result.Stamped ?? op.At, IsGivenUp = false };
        step.Settled.Add(new SettledOp(settled, null, result.Code == OpResultCode.Superseded));
        if (Views.HasLeftWhole(settled) && Views.HasLeftParts(settled)) step.Drop(op);
        else step.Put(settled);
        Unname(step, settled);
    }

    // What builds on an op whose result is known here has nothing more to learn of it from the server, but that it must stay above.
    // Would it go on naming the op, no result from there on could be confirmed: over a long log the server would wait for that for ever.
    private void Unname(ReplicaStep step, LoggedOp settled)
    {
        var log = image.Log(settled.Map);
        var raised = new Queue<LoggedOp>();
        var reference = new OpReference(settled.Writer, settled.Number);
        foreach (var op in log.BuiltOn(settled).Select(step.Latest))
        {
            var unnamed = op.Naming(after => after == reference ? null : after) with { MadeOn = HlcTimestamp.Max(op.MadeOn, settled.At) };
            if (op.At <= settled.At) raised.Enqueue(unnamed = unnamed with { At = settled.At.Next(op.Writer.ClockName) });
            step.Put(unnamed);
        }

        // The server raises what was sent already, and what builds on that, in the same way.
        if (raised.Count > 0) step.Raised.Add(settled.Map);
        while (raised.TryDequeue(out var below))
            foreach (var op in log.BuiltOn(below).Select(step.Latest))
            {
                if (op.At > below.At) continue;
                var above = op with { At = below.At.Next(op.Writer.ClockName) };
                step.Put(above);
                raised.Enqueue(above);
            }
    }

    // The cursor is given where what is held makes the server's state at it.
    private void LetGo(ReplicaStep step, MapReplica replica, Cursor? whole, Dictionary<string, ReplicaRecord> arrived)
    {
        foreach (var op in image.Log(replica.Map).Settled)
        {
            var at = op.SettledAt!.Value;
            if (replica.Resetting == ResetReason.LostBranch && at is { Epoch: 0, Version: > 0 })
            {
                // Only what stands where it came to stand is surely there; and a group is there as a whole if any of it is.
                if (whole is null) continue;
                if (!op.Keys.Any(key => HeldOf(replica, key, arrived) is { } held && image.IsMadeBy(op, held)))
                    AddRejection(step, op, RejectionCode.LostByRestore, "The server was restored from a backup that did not have this write.");
                step.Drop(op);
            }
            else if (whole?.Version >= at.Version || op.Keys.All(key => arrived.TryGetValue(key, out var record) && record.Version >= at.Version))
            {
                if (Views.HasLeftParts(op)) step.Drop(op);
            }
        }
    }

    // Of what did not come anew a walk knows that it is the server's, and nothing else does.
    private ReplicaRecord? HeldOf(MapReplica replica, string key, Dictionary<string, ReplicaRecord> arrived)
        => arrived.TryGetValue(key, out var record) ? record : image.Held(replica.Map, key, replica.IsWalking ? null : replica.Generation);

    // What did not come again is no longer there.
    private void Sweep(ReplicaStep step, MapReplica replica)
    {
        step.Change.Swept.Add((replica.Map, replica.Generation));
        if (!image.IsWatched(replica.Map)) return;
        for (string? after = null; image.Scan(replica.Map, after, 1_000) is { Count: > 0 } held; after = held[^1].Key)
            foreach (var record in held)
                if (record.Generation < replica.Generation) step.Touched.Add((replica.Map, record.Key));
    }

    private void Reject(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null, string? key = null)
    {
        step.Drop(op);
        step.Settled.Add(new SettledOp(op, AddRejection(step, op, code, reason, resolver, key)));
    }

    /// <summary>Puts what became of an op into the inbox.</summary>
    public Rejection AddRejection(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null, string? key = null)
    {
        var failed = op.Keys.FirstOrDefault(written => written == key);
        var standing = _standing.GetValueOrDefault((op.Map, op.Writer, op.Number));
        var rejection = new Rejection(
            image.NextPosition(), op.Map, code, reason, [.. op.Writes.Select(part => part.Write)], op.At, op.OpId, resolver, failed, standing);
        step.Change.AddedRejections.Add(rejection);
        return rejection;
    }

    private RejectionCode RejectionOf(LoggedOp op, OpResultCode code) => code switch
    {
        OpResultCode.Voided when Poison.IsFound(op) => RejectionCode.Poison,
        OpResultCode.Voided => Server.WhyNot(op.Writes) is null ? RejectionCode.GivenUp : RejectionCode.Unsupported,
        OpResultCode.Settled => RejectionCode.OutcomeUnknown,
        _ => (RejectionCode)code,
    };

    private string ReasonOf(LoggedOp op, OpResult result) => result.Code switch
    {
        OpResultCode.Voided when Poison.IsFound(op) => PoisonReason,
        OpResultCode.Voided when Server.WhyNot(op.Writes) is { } reason => reason,
        _ => result.Reason ?? string.Empty,
    };

    private const string PoisonReason = "Each time this was sent, the server ended the stream with an error; it was given up so that what was written after it can go on.";

    // Takes ops out of a writer's numbering and logs them under a writer that has none yet. They keep their places in the log, and
    // what newer writers logged after them follows them: otherwise it would go before them, and the older edit would win.
    private void LogAgain(string map, WriterId writer, Func<LoggedOp, bool> which)
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

        image.Commit(step);
        log.Date(image.Time);
    }
}
