using System.Collections.Frozen;
using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The maps that a replica holds as a whole: takes their pages, and lets go of what they no longer have.</summary>
internal sealed class ReplicaWholes(ReplicaImage image, ReplicaViews views, LostRecords lost, ServerFeatures server)
{
    private const int RecordsPerLook = 1_000;

    /// <summary>Takes a page of changes and lets go of the ops that the confirmed state now shows.</summary>
    public void Apply(string map, ChangePage page)
    {
        var replica = image.MapOf(map);
        // A page that does not begin at the cursor was meant for an earlier subscription.
        if (page.From != replica.Cursor) return;

        // What lies below the cursor of a walk may be of any time, so no page makes the server's state of it.
        var isWhole = !page.More && !replica.IsWalking;
        if (isWhole) lost.ReplaceRest(replica, page.Records.Select(record => record.Key).ToHashSet(StringComparer.Ordinal));
        var step = new ReplicaStep(ChangeOrigin.Remote);
        var isWatched = image.IsWatched(map);
        step.Change.PutRecords.EnsureCapacity(page.Records.Count);
        foreach (var record in page.Records)
        {
            var received = image.Receive(record, replica.Generation);
            lost.Replace(step, replica, record.Key, received);
            step.Change.PutRecords.Add((map, received));
            if (isWatched) step.Touched.Add((map, record.Key));
        }

        LetGo(step, replica.Map, isWhole ? page.To : null, page.Records);
        if (isWhole && replica.Resetting != ResetReason.None) Sweep(step, replica);
        step.Change.PutMaps.Add(replica with
        {
            Cursor = page.To,
            Trail = page.To.Epoch == replica.Cursor.Epoch ? replica.Trail : replica.Trail.With(replica.Cursor),
            Seen = page is { More: true, Head: { } head } ? head : page.To,
            IsComplete = replica.IsComplete || isWhole,
            Resetting = isWhole ? ResetReason.None : replica.Resetting,
            Type = replica.Type == MapType.None && page.Records.Count > 0 ? image.TypeOf(page.Records[0]) : replica.Type,
        });
        image.Commit(step);
        if (isWhole) views.Reach(map, page.To.Version);
    }

    /// <summary>What is held of a map is the server's state at a cursor, whether or not a page said so before.</summary>
    public void CatchUp(string map, Cursor at)
    {
        var replica = image.MapOf(map);
        if (replica.Resetting != ResetReason.None || replica.Cursor != at) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        LetGo(step, map, at, []);
        image.Commit(step);
        views.Reach(map, at.Version);
    }

    /// <summary>Learns what the keys of a map hold, from a server that says it.</summary>
    public void LearnType(string map, MapType type)
    {
        var replica = image.MapOf(map);
        // A map of which nothing has come is not held, and is not to look so.
        if (!server.TellsTypes || replica.Type == type || !image.HoldsWhole(map)) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Type = type });
        image.Commit(step);
    }

    /// <summary>Begins to take a map anew, or to compare what is held with it; that is shown until all has come.</summary>
    /// <param name="map">The map.</param>
    /// <param name="reason">Why.</param>
    /// <param name="head">The cursor that a walk leads to; null where the map comes anew.</param>
    /// <param name="history">For a lost branch: the server's history.</param>
    public void BeginReset(string map, ResetReason reason, Cursor? head = null, EpochList? history = null)
    {
        var replica = image.MapOf(map);
        var generation = replica.Generation + 1;
        var (resetting, lostBranch, trail) = ViewHistory.Of(replica).Anew(reason, history, generation);
        var from = head ?? Cursor.Start;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Cursor = from, Seen = from, Generation = generation, IsWalking = head is not null, Resetting = resetting, Lost = lostBranch, Trail = trail });
        if (history is not null) lost.NoteOps(step, map, history);
        image.Commit(step);
    }

    /// <summary>A walk has ended at the server's state: what is held is that, from here on.</summary>
    public void EndWalk(string map)
    {
        if (image.MapOf(map) is not { IsWalking: true } replica) return;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        LetGo(step, map, replica.Cursor, []);
        step.Change.PutMaps.Add(replica with { IsComplete = true, Resetting = ResetReason.None, IsWalking = false });
        image.Commit(step);
        views.Reach(map, replica.Cursor.Version);
    }

    /// <summary>A walk that was begun can't be ended at a server that says no digest: the map is to come anew.</summary>
    /// <returns>Whether one was begun.</returns>
    public bool GiveUpWalk(string map)
    {
        if (image.MapOf(map) is not { IsWalking: true } replica) return false;
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.PutMaps.Add(replica with { Cursor = Cursor.Start, Seen = Cursor.Start, Generation = replica.Generation + 1, IsWalking = false, Trail = replica.Trail.With(replica.Cursor) });
        image.Commit(step);
        return true;
    }

    /// <summary>No confirmed state of a map will come any more: its settled ops have nothing to wait for.</summary>
    public void Lose(string map)
    {
        views.Lose(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var op in image.Log(map).Settled)
            if (!op.IsOfLostHistory && views.HasLeftParts(op)) step.Drop(op);
        image.Commit(step);
    }

    /// <summary>A map is held as a whole no longer, with what no part holds.</summary>
    public bool Release(string map)
    {
        if (!image.HoldsWhole(map)) return false;
        if (image.Parts.HasAny(map)) lost.ReplaceRest(image.MapOf(map), FrozenSet<string>.Empty);
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Change.DroppedMaps.Add(map);
        if (image.MapOf(map) is { Lost: not null } whole) lost.Release(step, whole);
        if (image.IsWatched(map))
            for (string? after = null; image.Scan(map, after, RecordsPerLook) is { Count: > 0 } held; after = held[^1].Key)
                step.Touched.UnionWith(held.Select(record => (map, record.Key)));
        foreach (var op in image.Log(map).Settled)
            if (views.HasLeftParts(op)) step.Drop(op);
        image.Commit(step);
        views.Release(map);
        return true;
    }

    /// <summary>The user may not read a map any more: its records go.</summary>
    public void Purge(ReplicaStep step, string map)
    {
        views.Lose(map);
        if (!image.HoldsWhole(map) && image.Parts.HasAny(map)) return;
        // One generation on, so that whatever is held is swept; the number stays, or records of before could pass for later ones.
        var purged = new MapReplica(map, Cursor.Start, image.MapOf(map).Generation + 1, false, ResetReason.None);
        Sweep(step, purged);
        step.Change.PutMaps.Add(purged);
    }

    // The cursor is given where what is held makes the server's state at it. What was settled in a lost history is judged when all views have left that.
    private void LetGo(ReplicaStep step, string map, Cursor? whole, IReadOnlyList<ChangedRecord> arrived)
    {
        // Made where it is asked for: a first sync has large pages, and no op that waits.
        Dictionary<string, long>? versions = null;
        foreach (var op in image.Log(map).Settled)
        {
            var version = op.SettledAt!.Value.Version;
            if (op.IsOfLostHistory || !views.HasLeftParts(op)) continue;
            if (whole?.Version >= version || op.Keys.All(key => VersionOf(key) >= version)) step.Drop(op);
        }

        long VersionOf(string key)
        {
            if (versions is null)
            {
                versions = new Dictionary<string, long>(arrived.Count, StringComparer.Ordinal);
                foreach (var record in arrived) versions[record.Key] = record.Version;
            }

            return versions.GetValueOrDefault(key, -1);
        }
    }

    // What did not come again is no longer there.
    private void Sweep(ReplicaStep step, MapReplica replica)
    {
        step.Change.Swept.Add((replica.Map, replica.Generation));
        if (!image.IsWatched(replica.Map)) return;
        for (string? after = null; image.Scan(replica.Map, after, RecordsPerLook) is { Count: > 0 } held; after = held[^1].Key)
            foreach (var record in held)
                if (record.Generation < replica.Generation) step.Touched.Add((replica.Map, record.Key));
    }
}
