using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The parts of maps that a replica holds: takes their pages, and lets go of what they no longer have.</summary>
internal sealed class ReplicaParts(ReplicaImage image, ReplicaViews views, ReplicaInbox inbox, ServerFeatures server)
{
    private const int RowsPerLook = 1_000;

    /// <summary>From now on a part is held; nothing happens when it is.</summary>
    /// <exception cref="SyncException">The query is over a bound, or makes no part.</exception>
    public PartReplica Hold(string map, MapQuery query, SyncLimits limits)
    {
        if (image.Parts.Find(map, query) is { } held) return held;
        QueryCheck.Check(query, limits, QueryLimits.Default);
        _ = new PartQuery(query, limits);
        var part = PartReplica.Empty(image.Parts.NextId, map, query);
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Change.PutParts.Add(part);
        image.Commit(step);
        return part;
    }

    /// <summary>A part is held no longer, with what only it held.</summary>
    public PartReplica? Release(string map, MapQuery query)
    {
        if (image.Parts.Find(map, query) is not { } part) return null;
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Change.DroppedParts.Add(part);
        TouchAll(step, part);
        var isLast = image.Parts.Of(map).Count == 1 && !image.HoldsWhole(map);
        foreach (var op in image.Log(map).Settled)
            if (isLast || (views.HasLeftWhole(op) && views.HasLeftParts(op, part))) step.Drop(op);
        image.Commit(step);
        return part;
    }

    /// <summary>Takes a page of rows, and lets go of the ops that every view of the map now shows.</summary>
    public void Apply(long id, ChangePage page)
    {
        // A page that does not begin at the cursor was meant for an earlier subscription.
        if (image.Parts.Find(id) is not { } part || page.From != part.Cursor) return;

        var step = new ReplicaStep(ChangeOrigin.Remote);
        var arrived = new Dictionary<string, long>(page.Records.Count, StringComparer.Ordinal);
        foreach (var record in page.Records)
        {
            arrived[record.Key] = record.Version;
            step.Change.PutRows.Add((part.Map, id, image.Receive(record, part.Generation)));
            step.Touched.Add((part.Map, record.Key));
        }

        foreach (var key in page.Gone)
        {
            if (image.VersionOf(part, key) == 0) continue;
            step.Change.DroppedRows.Add((part.Map, id, key));
            step.Touched.Add((part.Map, key));
        }

        if (!page.More && part.Resetting != ResetReason.None)
        {
            step.Change.SweptParts.Add((part.Map, id, part.Generation));
            TouchAll(step, part);
        }

        foreach (var op in image.Log(part.Map).Settled)
            if (Shows(part, page, arrived, op) && views.HasLeftWhole(op) && views.HasLeftParts(op, part)) step.Drop(op);

        step.Change.PutParts.Add(part with
        {
            Cursor = page.To,
            IsComplete = part.IsComplete || !page.More,
            Resetting = page.More ? part.Resetting : ResetReason.None,
            Reached = page.More ? part.Reached : page.To.Version,
            Seen = page is { More: true, Head: { } head } ? head : page.To,
            Type = part.Type == MapType.None && page.Records.Count > 0 ? image.TypeOf(page.Records[0]) : part.Type,
        });
        image.Commit(step);
    }

    /// <summary>Learns what the keys of the map hold, from a server that says it. It is kept with the part: that says nothing of holding the map.</summary>
    public void LearnType(long id, MapType type)
    {
        if (!server.TellsTypes || image.Parts.Find(id) is not { } part || part.Type == type) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutParts.Add(part with { Type = type });
        image.Commit(step);
    }

    /// <summary>Begins to take a part anew; what is held is shown until all has come.</summary>
    /// <param name="id">The part.</param>
    /// <param name="reason">Why.</param>
    /// <param name="fork">For a lost branch: up to this version the histories are surely the same.</param>
    /// <param name="isFirst">Whether no other part of the map was told so on this stream: what is settled by then is settled in the lost history, and nothing that settles later.</param>
    public void BeginReset(long id, ResetReason reason, long fork, bool isFirst)
    {
        if (image.Parts.Find(id) is not { } part) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutParts.Add(part with
        {
            Cursor = Cursor.Start,
            Generation = part.Generation + 1,
            Resetting = part.Resetting == ResetReason.LostBranch ? ResetReason.LostBranch : reason,
            Reached = 0,
            Seen = Cursor.Start,
        });
        // Where the whole is held, too, it knows better what became of them.
        if (reason == ResetReason.LostBranch && isFirst && !image.HoldsWhole(part.Map))
            foreach (var op in image.Log(part.Map).Settled)
                if (op.SettledAt!.Value.Version > fork) step.Put(op with { SettledAt = op.SettledAt.Value with { Epoch = 0 } });
        image.Commit(step);
    }

    /// <summary>All views of a map have come to the head: what was settled in a lost history is there, or lost.</summary>
    /// <param name="map">The map.</param>
    /// <param name="without">A part that is about to be given up, and may not have come so far; 0 for none.</param>
    public void JudgeLost(string map, long without = 0)
    {
        if (!image.Parts.HasAny(map)) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var op in image.Log(map).Settled)
        {
            if (op.SettledAt is not { Epoch: 0, Version: > 0 and var version }) continue;
            // A group is there as a whole if any of it is.
            var isThere = op.Keys.Any(key => (image.Held(map, key) is { } held && image.IsMadeBy(op, held))
                || image.Parts.Of(map).Any(part => part.Id != without && image.HeldIn(part, key) is { } row && (Tells(part, op, key) ? image.IsMadeBy(op, row) : row.Version == version)));
            if (!isThere && IsOutside(op, without)) inbox.Add(step, op, RejectionCode.OutcomeUnknown, "The server was restored from a backup, and what this device holds of the map, its first rows, does not say whether it has this write.");
            else if (!isThere) inbox.Add(step, op, RejectionCode.LostByRestore, "The server was restored from a backup, and nothing that this device holds shows this write.");
            step.Drop(op);
        }

        image.Commit(step);
    }

    // Whether a record that an op wrote may stand behind a window, where nothing is known of it.
    private bool IsOutside(LoggedOp op, long without)
        => !image.HoldsWhole(op.Map)
        && image.Parts.Of(op.Map).Any(part => part.Id != without && part.Query.Limit is not null)
        && !op.Keys.Any(key => image.Parts.Of(op.Map).Any(part => part.Id != without && image.HeldIn(part, key) is not null));

    /// <summary>The server ended a subscription to a part. Its rows stay readable, unless the user may not read them any more.</summary>
    public void Lose(long id, SyncError error)
    {
        if (image.Parts.Find(id) is not { } part) return;
        views.Lose(id);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        if (error.Code == ErrorCode.Forbidden) Purge(step, part);

        foreach (var op in image.Log(part.Map).Settled)
            if (views.HasLeftWhole(op) && views.HasLeftParts(op)) step.Drop(op);
        image.Commit(step);
    }

    /// <summary>The user may not read a map any more: its rows go. Which parts are held stays, for when he may again.</summary>
    public void Purge(ReplicaStep step, string map)
    {
        foreach (var part in image.Parts.Of(map))
        {
            views.Lose(part.Id);
            Purge(step, part);
        }
    }

    // One generation on, so that whatever is held is swept.
    private void Purge(ReplicaStep step, PartReplica part)
    {
        step.Change.SweptParts.Add((part.Map, part.Id, part.Generation + 1));
        TouchAll(step, part);
        step.Change.PutParts.Add(PartReplica.Empty(part.Id, part.Map, part.Query) with { Generation = part.Generation + 1 });
    }

    private bool Shows(PartReplica part, ChangePage page, Dictionary<string, long> arrived, LoggedOp op)
    {
        var at = op.SettledAt!.Value;
        if (at is { Epoch: 0, Version: > 0 }) return false;
        if (!page.More && page.To.Version >= at.Version) return true;
        return part.Resetting == ResetReason.None
            ? op.Keys.All(key => (arrived.TryGetValue(key, out var version) ? version : image.VersionOf(part, key)) >= at.Version)
            : op.Keys.All(key => arrived.TryGetValue(key, out var version) && version >= at.Version);
    }

    // Whether a row bears the timestamp of an op that made it: one without all fields may lack the very ones that a patch wrote.
    private static bool Tells(PartReplica part, LoggedOp op, string key)
        => op.On(key) is not PatchWrite patch || new PartQuery(part.Query) is var query && patch.Set.Keys.Concat(patch.Erase).Any(query.Keeps);

    // What becomes of the shown values is noted where somebody watches.
    private void TouchAll(ReplicaStep step, PartReplica part)
    {
        if (!image.IsWatched(part.Map)) return;
        for (string? after = null; image.ScanRows(part, after, RowsPerLook) is { Count: > 0 } rows; after = rows[^1].Key)
            step.Touched.UnionWith(rows.Select(row => (part.Map, row.Key)));
    }
}
