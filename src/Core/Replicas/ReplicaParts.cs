using System.Collections.Frozen;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The parts of maps that a replica holds: takes their pages, and lets go of what they no longer have.</summary>
internal sealed class ReplicaParts(ReplicaImage image, ReplicaViews views, ReplicaInbox inbox, LostRecords lost, ServerFeatures server)
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
        var isLast = image.Parts.Of(map).Count == 1 && !image.HoldsWhole(map);
        if (!isLast) lost.ReplaceRest(part, FrozenSet<string>.Empty);
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Change.DroppedParts.Add(part);
        TouchAll(step, part);
        if (part.Lost is not null) lost.Release(step, part);
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

        if (!page.More) lost.ReplaceRest(part, page.Records.Select(record => record.Key).ToHashSet(StringComparer.Ordinal));
        var step = new ReplicaStep(ChangeOrigin.Remote);
        var isWatched = image.IsWatched(part.Map);
        var arrived = new Dictionary<string, long>(page.Records.Count, StringComparer.Ordinal);
        foreach (var record in page.Records)
        {
            arrived[record.Key] = record.Version;
            var row = image.Receive(record, part.Generation);
            lost.Replace(step, part, record.Key, row);
            step.Change.PutRows.Add((part.Map, id, row));
            if (isWatched) step.Touched.Add((part.Map, record.Key));
        }

        foreach (var key in page.Gone)
        {
            if (image.VersionOf(part, key) == 0) continue;
            lost.Replace(step, part, key, null);
            step.Change.DroppedRows.Add((part.Map, id, key));
            if (isWatched) step.Touched.Add((part.Map, key));
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
            Trail = page.To.Epoch == part.Cursor.Epoch ? part.Trail : part.Trail.With(part.Cursor),
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
    /// <param name="history">For a lost branch: the server's history.</param>
    public void BeginReset(long id, ResetReason reason, EpochList? history = null)
    {
        if (image.Parts.Find(id) is not { } part) return;
        var generation = part.Generation + 1;
        var (resetting, lostBranch, trail) = ViewHistory.Of(part).Anew(reason, history, generation);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutParts.Add(part with { Cursor = Cursor.Start, Seen = Cursor.Start, Generation = generation, Reached = 0, Resetting = resetting, Lost = lostBranch, Trail = trail });
        if (history is not null) lost.NoteOps(step, part.Map, history);
        image.Commit(step);
    }

    /// <summary>The server ended a subscription to a part. Its rows stay readable, unless the user may not read them any more.</summary>
    public void Lose(long id, SyncError error)
    {
        if (image.Parts.Find(id) is not { } part) return;
        views.Lose(id);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        if (error.Code == ErrorCode.Forbidden)
        {
            Purge(step, part);
            lost.Purge(step, part.Map);
            inbox.PurgeHeld(step, part.Map);
        }

        foreach (var op in image.Log(part.Map).Settled)
            if (!op.IsOfLostHistory && views.HasLeftWhole(op) && views.HasLeftParts(op)) step.Drop(op);
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
        if (op.IsOfLostHistory) return false;
        if (!page.More && page.To.Version >= at.Version) return true;
        return part.Resetting == ResetReason.None
            ? op.Keys.All(key => (arrived.TryGetValue(key, out var version) ? version : image.VersionOf(part, key)) >= at.Version)
            : op.Keys.All(key => arrived.TryGetValue(key, out var version) && version >= at.Version);
    }

    // What becomes of the shown values is noted where somebody watches.
    private void TouchAll(ReplicaStep step, PartReplica part)
    {
        if (!image.IsWatched(part.Map)) return;
        for (string? after = null; image.ScanRows(part, after, RowsPerLook) is { Count: > 0 } rows; after = rows[^1].Key)
            step.Touched.UnionWith(rows.Select(row => (part.Map, row.Key)));
    }
}
