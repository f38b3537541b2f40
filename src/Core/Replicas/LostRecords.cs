using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>What a restored server has lost of the records that this replica held: it is set aside until the map has come anew, and then goes to the inbox if the server does not have it (INV-RSY-5).</summary>
/// <remarks>
/// Whatever a page or a walk replaces or drops of a lost history is set aside in the same step, so no crash in between loses it; and it leaves there in the step that puts it into the inbox, so none
/// doubles it. Not before all views of the map are the server's state it is known what the server has. One record of a key is set aside at most: of an LwwMap all that its views held, merged.
/// </remarks>
internal sealed class LostRecords(ReplicaImage image, ReplicaInbox inbox)
{
    private const int RecordsPerStep = 1_000;
    private const string Reason = "The server was restored from a backup that did not have this, as this device held it.";

    /// <summary>A record of a whole map is about to be replaced or dropped.</summary>
    /// <param name="step">The step that does it.</param>
    /// <param name="whole">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="by">What the server has now; null for nothing.</param>
    public void Replace(ReplicaStep step, MapReplica whole, string key, ReplicaRecord? by)
    {
        if (whole is { Resetting: ResetReason.LostBranch, Lost: { } lost } && image.Held(whole.Map, key) is { } held && lost.Has(held))
            SetAside(step, whole.Map, AsideSlot.Whole, held, by);
    }

    /// <summary>A row of a part is about to be replaced or dropped.</summary>
    /// <param name="step">The step that does it.</param>
    /// <param name="part">The part.</param>
    /// <param name="key">The key.</param>
    /// <param name="by">What the server has now; null where the key is no row any more.</param>
    public void Replace(ReplicaStep step, PartReplica part, string key, ReplicaRecord? by)
    {
        if (part is { Resetting: ResetReason.LostBranch, Lost: { } lost } && image.HeldIn(part, key) is { } held && lost.Has(held))
            SetAside(step, part.Map, SlotOf(part), held, by);
    }

    /// <summary>What has not come anew of a whole map is about to be swept, in steps of some records.</summary>
    /// <param name="whole">The map.</param>
    /// <param name="comes">The keys that come in the last page.</param>
    public void ReplaceRest(MapReplica whole, IReadOnlySet<string> comes)
    {
        if (whole is not { Resetting: ResetReason.LostBranch, Lost: { } lost }) return;
        for (string? after = null; image.Scan(whole.Map, after, RecordsPerStep) is { Count: > 0 } records; after = records[^1].Key)
        {
            var step = new ReplicaStep(ChangeOrigin.Remote);
            foreach (var held in records)
            {
                if (!lost.Has(held) || comes.Contains(held.Key)) continue;
                SetAside(step, whole.Map, AsideSlot.Whole, held, null);
                step.Change.DroppedRecords.Add((whole.Map, held.Key));
                step.Touched.Add((whole.Map, held.Key));
            }

            image.Commit(step);
        }
    }

    /// <summary>What has not come anew of a part is about to be swept, or all of it is given up, in steps of some rows.</summary>
    /// <param name="part">The part.</param>
    /// <param name="comes">The keys that come in the last page.</param>
    public void ReplaceRest(PartReplica part, IReadOnlySet<string> comes)
    {
        if (part is not { Resetting: ResetReason.LostBranch, Lost: { } lost }) return;
        // Nothing is known then of what stands behind a window.
        if (part.Query.Limit is not null && lost.Fork == 0) return;
        for (string? after = null; image.ScanRows(part, after, RecordsPerStep) is { Count: > 0 } rows; after = rows[^1].Key)
        {
            var step = new ReplicaStep(ChangeOrigin.Remote);
            foreach (var held in rows)
            {
                if (!lost.Has(held) || comes.Contains(held.Key)) continue;
                SetAside(step, part.Map, SlotOf(part), held, null);
                step.Change.DroppedRows.Add((part.Map, part.Id, held.Key));
                step.Touched.Add((part.Map, held.Key));
            }

            image.Commit(step);
        }
    }

    /// <summary>A part is given up: what waits for it waits for the other views of its map, and for nothing if it was the last.</summary>
    public void Release(ReplicaStep step, PartReplica part) => Release(step, part.Map, image.HoldsWhole(part.Map) ? image.MapOf(part.Map) : null, part.Id);

    /// <summary>A map is given up as a whole: what waits for it waits for its parts, and for nothing if none is held.</summary>
    public void Release(ReplicaStep step, MapReplica whole) => Release(step, whole.Map, null, 0);

    /// <summary>What was set aside of a map goes, and nobody is told of it.</summary>
    public void Purge(ReplicaStep step, string map)
    {
        foreach (var slot in Slots) step.Change.SweptParts.Add((map, (long)slot, int.MaxValue));
    }

    /// <summary>Of the settled ops of a map, notes those of which the server's history does not have the version. An epoch is never drawn twice, so it tells of each.</summary>
    public void NoteOps(ReplicaStep step, string map, EpochList history)
    {
        foreach (var op in image.Log(map).Settled)
            if (!op.IsOfLostHistory && !history.Contains(op.SettledAt!.Value)) step.Put(op.Lost());
    }

    /// <summary>All views of a map are the server's state: what of a lost history is not there goes to the inbox.</summary>
    /// <param name="map">The map.</param>
    /// <param name="without">A part that is about to be given up, and may not have come so far; 0 for none.</param>
    public void Judge(string map, long without = 0)
    {
        var waits = image.MapOf(map).Lost is not null || image.Parts.Of(map).Any(part => part.Lost is not null);
        LoggedOp[] settled = [.. image.Log(map).Settled.Where(op => op.IsOfLostHistory)];
        if (!waits && settled.Length == 0) return;
        // One of which the server has ended the subscription still holds what came before.
        if (image.MapOf(map).Resetting == ResetReason.LostBranch || image.Parts.Of(map).Any(part => part.Id != without && part.Resetting == ResetReason.LostBranch)) return;

        // In one step with what was held of their keys: what an op tells is not told twice.
        var step = new ReplicaStep(ChangeOrigin.Remote);
        // Another restore may have brought it back; and a group is there as a whole if any of it is.
        LoggedOp[] gone = [.. settled.Where(op => !op.Keys.Any(key => IsThere(op, key, without)))];
        foreach (var op in gone) inbox.Add(step, op, RejectionCode.LostByRestore, "The server was restored from a backup that did not have this write.");
        foreach (var op in settled) step.Drop(op);
        foreach (var key in settled.SelectMany(op => op.Keys).Distinct(StringComparer.Ordinal)) Judge(step, map, key, without, gone.Where(op => op.Keys.Contains(key)));
        image.Commit(step);
        if (!waits) return;

        foreach (var slot in Slots)
            for (string? after = null; image.ScanAside(map, slot, after, RecordsPerStep) is { Count: > 0 } rows; after = rows[^1].Key)
            {
                step = new ReplicaStep(ChangeOrigin.Remote);
                foreach (var row in rows) Judge(step, map, row.Key, without, []);
                image.Commit(step);
            }

        step = new ReplicaStep(ChangeOrigin.Remote);
        if (image.MapOf(map) is { Lost: not null, Resetting: ResetReason.None } whole) step.Change.PutMaps.Add(whole with { Lost = null });
        foreach (var part in image.Parts.Of(map))
            if (part.Id != without && part is { Lost: not null, Resetting: ResetReason.None }) step.Change.PutParts.Add(part with { Lost = null });
        image.Commit(step);
    }

    private static AsideSlot[] Slots { get; } = [AsideSlot.Whole, AsideSlot.SomeFields];

    // Whether a key bears the timestamp of an op of a lost history, in a view that has left every lost one behind. Nobody gives a timestamp twice (INV-HLC-1).
    private bool IsThere(LoggedOp op, string key, long without)
    {
        // The whole record knows best.
        if (image.HoldsWhole(op.Map) && image.MapOf(op.Map).Resetting != ResetReason.LostBranch) return image.Held(op.Map, key) is { } whole && image.Bears(whole, op.At);
        return image.Parts.Of(op.Map).Any(part => part.Id != without && image.HeldIn(part, key) is { } row
            && !ReplicaImage.IsOfLostBranch(part.Resetting, row, part.Generation) && image.Bears(row, op.At));
    }

    private static AsideSlot SlotOf(PartReplica part) => part.HasWholeRecords ? AsideSlot.Whole : AsideSlot.SomeFields;

    private void Release(ReplicaStep step, string map, MapReplica? whole, long without)
    {
        PartReplica[] parts = [.. image.Parts.Of(map).Where(part => part.Id != without)];
        if (whole is null && parts.Length == 0) Purge(step, map);
        else if (whole is { Lost: null }) step.Change.PutMaps.Add(whole with { Lost = default(LostBranch) });
        else if (whole is null && parts.All(part => part.Lost is null)) step.Change.PutParts.Add(parts[0] with { Lost = default(LostBranch) });
    }

    private void SetAside(ReplicaStep step, string map, AsideSlot slot, ReplicaRecord held, ReplicaRecord? by)
    {
        var record = image.Read(held);
        var now = by is { } known ? image.Read(known) : null;
        // A removal is set aside also where there is nothing to remove: the history that comes may be lost in its turn, and the next one have it.
        if (now is not null && Has(now, record, slot)) return;
        if (image.Aside(map, held.Key, slot) is { } before)
        {
            var earlier = image.Read(before);
            if (Together(earlier, record) is { } both) held = Combined(held, before, both);
            else Tell(step, map, held.Key, earlier, before.Version, slot, now ?? Record.Never);
        }

        step.Change.PutRows.Add((map, (long)slot, held));
    }

    private ReplicaRecord Combined(ReplicaRecord held, ReplicaRecord before, Record both)
        => held with { Version = Math.Max(held.Version, before.Version), IsLive = both.IsLive, Bytes = image.Encode(both) };

    // Of what was set aside of a key.
    private void Judge(ReplicaStep step, string map, string key, long without, IEnumerable<LoggedOp> gone)
    {
        var (whole, some) = (image.Aside(map, key, AsideSlot.Whole), image.Aside(map, key, AsideSlot.SomeFields));
        if (whole is null && some is null) return;
        foreach (var slot in Slots) step.Change.DroppedRows.Add((map, (long)slot, key));

        var stands = gone.Aggregate(image.Stands(map, key, without), (record, op) => With(record, op, key));
        if (whole is { } one && some is { } other && Together(image.Read(one), image.Read(other)) is { } both) (whole, some) = (Combined(one, other, both), null);
        if (whole is { } all) Tell(step, map, key, image.Read(all), all.Version, AsideSlot.Whole, stands);
        if (some is { } fields) Tell(step, map, key, image.Read(fields), fields.Version, AsideSlot.SomeFields, stands);
    }

    private void Tell(ReplicaStep step, string map, string key, Record held, long version, AsideSlot slot, Record stands)
    {
        if (!Has(stands, held, slot) && !IsInButForItsRoot(stands, held)) inbox.AddHeld(step, map, WriteOf(key, held, slot), held.Newest, version, Reason);
    }

    // A record with what an op wrote by itself, whatever stands above that by now.
    private static Record With(Record record, LoggedOp op, string key)
        => record.Type is MapType.None or MapType.Lww && op.On(key) is { Type: MapType.Lww } write
            ? record.Merge(WriteMerge.Apply(Record.Never, write with { Base = WriteBase.Unknown }, op.At, op.FirstTag).Record)
            : WriteMerge.Apply(record, op.On(key), op.At, op.FirstTag).Record;

    // What two views held of a key, or one view in two histories that were lost one after the other; null where they don't go together,
    // as what was written to a record in one does not go with its removal in the other. Of sets and counters the newer one has all.
    private static Record? Together(Record one, Record other)
    {
        if (!AreOfAnLwwMap(one, other)) return one.Newest > other.Newest ? one : other;
        var both = one.Merge(other);
        return both.IsLive || both.Equals(one) || both.Equals(other) ? both : null;
    }

    // Whether all that a record said stands in another: the same registers or newer ones, or the same value whoever wrote it. Sets and
    // counters keep no register of what was, so there the value must do.
    private static bool Has(Record stands, Record held, AsideSlot slot)
    {
        if (!AreOfAnLwwMap(stands, held)) return IsSameValue(stands.ToValue(), held.ToValue());
        if (IsIn(stands, held)) return true;
        return slot == AsideSlot.Whole || held.Root.Kind != RootKind.Object
            ? Equals(stands.ToValue(), held.ToValue())
            : stands.IsLive && held.Registers.All(register => Equals(stands.Registers.GetValueOrDefault(register.Key).Value, register.Value.Value));
    }

    private static bool IsIn(Record stands, Record held) => stands.Merge(held).Expiring(stands.ExpiresAtMs).Equals(stands);

    // Whether all that a record would change is since when its key is an object: a patch made it anew in a history that had lost the rest, and the next one has that again. But where an older
    // field stands of which the record says nothing, the key may have been removed before the patch, and the server have forgotten that it was: then nothing else tells of the removal.
    private static bool IsInButForItsRoot(Record stands, Record held)
        => stands.Root.Kind == RootKind.Object && held.Root.Kind == RootKind.Object
            && stands.Registers.All(register => !register.Value.IsLive || register.Value.At >= held.Root.At || held.Registers.ContainsKey(register.Key))
            && IsIn(stands, new Record(stands.Root, held.Cleared, held.Registers.ToDictionary(StringComparer.Ordinal)));

    private static bool AreOfAnLwwMap(Record one, Record other) => one.Type is MapType.Lww or MapType.None && other.Type is MapType.Lww or MapType.None;

    private static bool IsSameValue(Value? one, Value? other)
        => one is ListValue these && other is ListValue those ? these.Items.Count == those.Items.Count && these.Items.ToHashSet().SetEquals(those.Items) : Equals(one, other);

    // It says the type of its map, which a restored server may not know any more.
    private static Write WriteOf(string key, Record held, AsideSlot slot) => (held.Type, held.ToValue()) switch
    {
        (MapType.OrMap, ListValue set) => new AddElementsWrite(key, [.. set.Items.Select(element => new SeenElement(element, []))]),
        (MapType.OrMap, _) => new RemoveElementsWrite(key, []),
        (MapType.PnCounter, Int64Value sum) => new CountWrite(key, sum.Number),
        (MapType.PnCounter, _) => new RemoveCounterWrite(key, 0),
        (_, var value) => WriteOf(key, value, slot),
    };

    private static Write WriteOf(string key, Value? held, AsideSlot slot) => held switch
    {
        null => new RemoveWrite(key, WriteBase.Unknown),
        ObjectValue some when slot == AsideSlot.SomeFields => new PatchWrite(key, WriteBase.Unknown, some.Fields, []),
        ObjectValue whole => new ReplaceWrite(key, WriteBase.Unknown, whole),
        var value => new ValueWrite(key, WriteBase.Unknown, value),
    };
}
