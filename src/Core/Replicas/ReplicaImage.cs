using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>What a replica knows, in step with its store: confirmed records, and its own ops to replay on top of them.</summary>
internal sealed class ReplicaImage
{
    private readonly IReplicaStore _store;
    private readonly IRecordCodec _codec;
    private readonly Dictionary<string, MapReplica> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MapLog> _logs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Rejection> _rejections = [];
    private readonly Dictionary<string, HeldDigests> _digests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly ShownRecords _shown = new();
    private ReplicaEvents _events = new();
    private long _position;

    public ReplicaImage(IReplicaStore store, IRecordCodec codec)
    {
        _store = store;
        _codec = codec;
        var state = store.Load();
        NodeId = state.NodeId;
        Subject = state.Subject;
        Time = state.Time;
        _position = state.LastPosition;
        foreach (var map in state.Maps) _maps[map.Map] = map;
        Parts = new HeldParts(state.Parts);
        foreach (var op in state.Ops) Log(op.Map).Put(op);
        foreach (var log in _logs.Values) log.Date(Time);
        foreach (var rejection in state.Rejections) _rejections[rejection.Id] = rejection;
    }

    public string NodeId { get; }

    public string? Subject { get; private set; }

    public ServerTime Time { get; private set; }

    /// <summary>The parts of maps that are held.</summary>
    public HeldParts Parts { get; }

    public IReadOnlyDictionary<long, Rejection> Rejections => _rejections;

    public IReadOnlyDictionary<string, MapLog> Logs => _logs;

    public void Watch(string map) => _watched.Add(map);

    public void Unwatch(string map) => _watched.Remove(map);

    public bool IsWatched(string map) => _watched.Contains(map);

    /// <summary>A place in the log, or an id in the inbox, that was never used.</summary>
    public long NextPosition() => ++_position;

    public MapReplica MapOf(string map) => _maps.GetValueOrDefault(map) ?? MapReplica.Empty(map);

    public MapLog Log(string map)
    {
        if (_logs.TryGetValue(map, out var log)) return log;
        return _logs[map] = new MapLog();
    }

    public ReplicaEvents TakeEvents()
    {
        var events = _events;
        if (!events.IsEmpty) _events = new ReplicaEvents();
        return events;
    }

    /// <summary>The server's committed state of a key, as far as it has come.</summary>
    public Record Confirmed(string map, string key)
        => Views(map, key) is { Count: > 0 } views ? HeldRecord.Combine(views) : Record.Never;

    /// <summary>Whether of a key that is there only some fields are held.</summary>
    public bool IsPartial(string map, string key)
        => Parts.HasAny(map) && Views(map, key) is { Count: > 0 } views && views.All(view => !view.IsWhole || !view.Record.IsLive) && Shown(map, key).IsLive;

    /// <summary>Whether all is known of a key that a query looks at: by what is held of it, or by what this device wrote where nothing is.</summary>
    public bool CanJudge(string map, string key, MapQuery query)
    {
        if (!Parts.HasAny(map) || query is { Where: null, Sort.Count: 0 }) return true;
        LoggedOp[] ops = [.. _logs.GetValueOrDefault(map)?.On(key) ?? []];
        // As it is with nearly all rows: what is shown is held then, and whole.
        if (ops.Length == 0 && !Parts.HasPartial(map)) return true;
        if (_store.Find(map, key) is not null) return true;
        var views = _store.Parts.Find(map, key).Select(row => Parts.Find(row.Part)).OfType<PartReplica>().ToList();
        if (views.Any(part => part.HasWholeRecords)) return true;
        return views.Count > 0
            ? query.Looked.All(path => path.Names.Count > 0 && views.Any(part => Parts.Of(part).Keeps(path.Names[0])))
            : MapOf(map).IsComplete || ops.Any(op => op.On(key) is ReplaceWrite or ValueWrite or RemoveWrite)
                || query.Looked.All(path => path.Names.Count > 0 && ops.Any(op => op.On(key) is PatchWrite patch && patch.Set.ContainsKey(path.Names[0])));
    }

    /// <summary>The version of a key's record, if that came in a generation; else 0.</summary>
    public long VersionOf(string map, string key, int generation)
        => _store.Find(map, key) is { } stored && stored.Generation == generation ? stored.Version : 0;

    /// <summary>The version of a key's record; 0 when none is held.</summary>
    public long VersionOf(string map, string key) => _store.Find(map, key)?.Version ?? 0;

    /// <summary>The record of a key as the server sent it, if that came in a generation, or in any; null when none is held.</summary>
    public ReplicaRecord? Held(string map, string key, int? generation = null)
        => _store.Find(map, key) is { } stored && (generation is null || stored.Generation == generation) ? stored : null;

    /// <summary>Whether a record shows something that was written at a time. Sets and counters keep no such time.</summary>
    public bool Bears(ReplicaRecord held, HlcTimestamp at) => _codec.Decode(held.Bytes.Span) is { Type: MapType.Lww } record && record.Bears(at);

    /// <summary>The digests of what is held of a map; from the first call on they are kept in step.</summary>
    public HeldDigests DigestsOf(string map)
    {
        if (_digests.TryGetValue(map, out var digests)) return digests;
        return _digests[map] = new HeldDigests(map);
    }

    /// <summary>The digests of a map are to be read from the store anew.</summary>
    public void ForgetDigests(string map) => _digests.Remove(map);

    /// <summary>Notes that a map can't be brought in step by walks.</summary>
    public void ReportMismatch(string map) => _events.Mismatches.Add(map);

    /// <summary>The value in the bytes of a record; null when it is absent.</summary>
    public Value? ValueOf(ReadOnlySpan<byte> bytes) => _codec.Decode(bytes).ToValue();

    /// <summary>The record in what is held of a key.</summary>
    public Record Read(ReplicaRecord held) => _codec.Decode(held.Bytes.Span);

    /// <summary>A record of the replica's own making, as it is stored.</summary>
    public byte[] Encode(Record record) => _codec.Encode(record);

    /// <summary>What the map of a record holds.</summary>
    public MapType TypeOf(Sync.ChangedRecord record) => _codec.Decode(record.Bytes.Span).Type;

    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => _store.Scan(map, after, most);

    /// <summary>The keys of which anything is held, removed ones too, in order; fewer than so many only at the end.</summary>
    /// <returns>Each with what is held of the key as a part of the whole map; null when only parts hold it.</returns>
    public IReadOnlyList<(string Key, ReplicaRecord? Whole)> ScanHeld(string map, string? after, int most)
    {
        var whole = _store.Scan(map, after, most);
        var held = whole.Select(record => (record.Key, Whole: (ReplicaRecord?)record));
        if (Parts.HasAny(map))
        {
            var parted = _store.Parts.ScanKeys(map, after, most).Except(whole.Select(record => record.Key));
            held = held.Concat(parted.Select(key => (Key: key, Whole: default(ReplicaRecord?)))).OrderBy(entry => entry.Key, Utf8Order.Comparer).Take(most);
        }

        return [.. held];
    }

    /// <summary>What was set aside of a map, by keys.</summary>
    public IReadOnlyList<ReplicaRecord> ScanAside(string map, AsideSlot slot, string? after, int most) => _store.Parts.Scan(map, (long)slot, after, most);

    /// <summary>What was set aside of a key; null for nothing.</summary>
    public ReplicaRecord? Aside(string map, string key, AsideSlot slot)
    {
        foreach (var (id, row) in _store.Parts.Find(map, key))
            if (id == (long)slot) return row;
        return null;
    }

    /// <summary>The rows of a part.</summary>
    public IReadOnlyList<ReplicaRecord> ScanRows(PartReplica part, string? after, int most) => _store.Parts.Scan(part.Map, part.Id, after, most);

    /// <summary>The version of a key's row in a part; 0 when it is none.</summary>
    public long VersionOf(PartReplica part, string key) => HeldIn(part, key)?.Version ?? 0;

    /// <summary>A key's row in a part; null when it is none.</summary>
    public ReplicaRecord? HeldIn(PartReplica part, string key)
    {
        foreach (var (id, row) in _store.Parts.Find(part.Map, key))
            if (id == part.Id) return row;
        return null;
    }

    /// <summary>Whether a map is held as a whole.</summary>
    public bool HoldsWhole(string map) => _maps.ContainsKey(map);

    /// <summary>A record as it arrived, for the store.</summary>
    public ReplicaRecord Receive(Sync.ChangedRecord record, int generation)
        => new(record.Key, record.Version, generation, _codec.IsLive(record.Bytes.Span), record.Bytes);

    /// <summary>The record of a key with this replica's own ops replayed on top: what the application sees (INV-REP-2).</summary>
    /// <remarks>On what each view of the map has, since each has come as far as it has; and then what they say together.</remarks>
    public Record Shown(string map, string key) => Shown(map, key, _store.Find(map, key));

    /// <summary>The same, where what is held of the key in the whole map was just read; null when nothing is.</summary>
    public Record Shown(string map, string key, ReplicaRecord? whole)
    {
        var logged = _logs.GetValueOrDefault(map)?.On(key) ?? [];
        // As it is with nearly all records of a scan.
        if (logged.Count == 0 && !Parts.HasAny(map)) return whole is { } held ? _codec.Decode(held.Bytes.Span) : Record.Never;
        if (logged.Count < ShownRecords.FewestOps || Parts.HasAny(map)) return Replayed(map, key, whole, logged);
        if (_shown.Find(map, key) is { } known) return known;
        var shown = Replayed(map, key, whole, logged);
        _shown.Keep(map, key, shown);
        return shown;
    }

    private Record Replayed(string map, string key, ReplicaRecord? whole, IReadOnlyCollection<LoggedOp> logged)
    {
        LoggedOp[] ops = [.. logged.Where(op => !op.IsGivenUp)];
        var views = Views(map, key, whole);
        // A set or a counter is not made of parts: the newest view has all of it, and what that includes is in it once.
        if (views.Count > 0 && views.MaxBy(view => view.Version) is { Record.Type: MapType.OrMap or MapType.PnCounter } newest)
            return Replay(newest.Record, key, ops.Where(op => !newest.Includes(op)));
        if (views.Count == 0) views.Add(new HeldRecord(Record.Never, 0, true, false));
        var shown = HeldRecord.Combine([.. views.Select(view => view with { Record = Replay(view.Record, key, ops.Where(op => !view.Includes(op))) })]);
        if (!Parts.HasAny(map) || ops.Length == 0) return shown;
        return Replay(shown, key, Lacking(key, ops, views));
    }

    // A part that includes an op need not have all fields that the op wrote, and the one that has them may not have come so far. What was written before
    // a removal, or before the whole was written, stays gone: replayed on what came after, it would be back where the server has forgotten the erasure.
    private static IEnumerable<LoggedOp> Lacking(string key, LoggedOp[] ops, List<HeldRecord> views)
    {
        var included = ops.Where(op => op.IsSettled && views.Any(view => view.Includes(op)) && !views.Any(view => view.IsWhole && view.Includes(op))).ToList();
        var last = included.FindLastIndex(op => op.On(key) is not PatchWrite);
        return included.Skip(last >= 0 && included[last].On(key) is RemoveWrite ? last + 1 : Math.Max(last, 0));
    }

    /// <summary>The record of a key as views have it that have left every lost history behind.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="without">A part that does not count; 0 for none.</param>
    public Record Stands(string map, string key, long without)
        => Views(map, key, _store.Find(map, key), without).FindAll(view => !view.IsOfLostBranch) is { Count: > 0 } views ? HeldRecord.Combine(views) : Record.Never;

    private static Record Replay(Record record, string key, IEnumerable<LoggedOp> ops)
        => ops.Aggregate(record, (replayed, op) => WriteMerge.Apply(replayed, op.On(key), op.At, op.FirstTag).Record);

    private List<HeldRecord> Views(string map, string key) => Views(map, key, _store.Find(map, key));

    private List<HeldRecord> Views(string map, string key, ReplicaRecord? whole, long without = 0)
    {
        List<HeldRecord> views = [];
        if (whole is { } stored)
            views.Add(new HeldRecord(_codec.Decode(stored.Bytes.Span), stored.Version, true, IsOfLostBranch(MapOf(map).Resetting, stored, MapOf(map).Generation)));
        if (!Parts.HasAny(map)) return views;
        foreach (var (id, row) in _store.Parts.Find(map, key))
            if (id != without && Parts.Find(id) is { } part)
                views.Add(new HeldRecord(_codec.Decode(row.Bytes.Span), row.Version, part.HasWholeRecords, IsOfLostBranch(part.Resetting, row, part.Generation)));
        return views;
    }

    /// <summary>Whether a record came in a history that is being left.</summary>
    public static bool IsOfLostBranch(Sync.ResetReason resetting, ReplicaRecord held, int generation)
        => resetting == Sync.ResetReason.LostBranch && held.Generation < generation;

    /// <summary>The one door to the store: stored first, then shown.</summary>
    public void Commit(ReplicaStep step)
    {
        if (step.Change.IsEmpty) return;
        string[] dated = step.Change.Time is null ? [.. step.Raised] : [.. _logs.Keys];
        foreach (var map in dated.Where(IsWatched)) step.Touched.UnionWith(Log(map).Keys.Select(key => (map, key)));

        List<(string Map, string Key, Value? Before)> before = [];
        foreach (var (map, key) in step.Touched)
            if (_watched.Contains(map)) before.Add((map, key, Shown(map, key).ToValue()));

        var isNew = dated.Length == 0 && step.Change.HasNothingBesideOps && step.Change.PutOps.TrueForAll(op => !op.IsGivenUp && Log(op.Map).Find(op.Position) is null);
        _store.Commit(step.Change);
        Take(step.Change);
        if (isNew) step.Change.PutOps.ForEach(_shown.Add);
        else _shown.Clear();
        foreach (var map in dated) Log(map).Date(Time);

        foreach (var (map, key, was) in before)
        {
            var now = Shown(map, key).ToValue();
            // What is known of a record may change where the value does not; who shows a query hears of that.
            if (!Equals(was, now) || (now is not null && Parts.HasAny(map))) _events.Changes.Add(new ValueChange(map, key, was, now, step.Origin));
        }

        _events.Settled.AddRange(step.Settled);
        _events.Rejections.AddRange(step.Change.AddedRejections);
    }

    private void Take(ReplicaChange change)
    {
        Subject = change.Subject ?? Subject;
        Time = change.Time ?? Time;
        foreach (var (map, record) in change.PutRecords) _digests.GetValueOrDefault(map)?.Take(record);
        foreach (var (map, key) in change.DroppedRecords) _digests.GetValueOrDefault(map)?.Drop(key);
        foreach (var (map, _) in change.Swept) _digests.Remove(map);
        foreach (var map in change.DroppedMaps)
        {
            _digests.Remove(map);
            _maps.Remove(map);
        }

        foreach (var map in change.PutMaps) _maps[map.Map] = map;
        Parts.Take(change);
        foreach (var op in change.PutOps) Log(op.Map).Put(op);
        foreach (var position in change.DroppedOps)
            foreach (var log in _logs.Values) log.Remove(position);
        foreach (var rejection in change.AddedRejections) _rejections[rejection.Id] = rejection;
        foreach (var rejection in change.AmendedRejections) _rejections[rejection.Id] = rejection;
        foreach (var id in change.DroppedRejections) _rejections.Remove(id);
    }
}
