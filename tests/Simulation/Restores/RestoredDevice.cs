using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Devices;
using TopGun.Simulation.Parts;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Restores;

/// <summary>A device that holds a map, parts of it, or both, while its server is restored; its process dies in any step of its store.</summary>
internal sealed class RestoredDevice
{
    private const string Map = RestoreWorld.Map;
    private const int DeathsPerMille = 4;
    private static readonly FieldPath Owner = FieldPath.Of("owner"), Number = FieldPath.Of("number"), Text = FieldPath.Of("text");

    private static readonly MapQuery[] Queries =
    [
        Where(new PrefixPredicate(Owner, "ann")),
        Where(new PrefixPredicate(Owner, "bob")) with { Fields = [Text] },
        Where(new ExistsPredicate(Text)) with { Fields = [Number] },
        Where(new OrPredicate([new PrefixPredicate(Owner, "ann"), new PrefixPredicate(Owner, "cid")])),
    ];

    private readonly RestoreWorld _world;
    private readonly ObservedStore _store;
    private readonly List<MapQuery> _parts = [];
    private readonly bool _holdsWhole;

    // Of each restore since it was in step with the server: what was held of each key, and which writes of its own had been acknowledged and were not shown yet.
    private readonly List<(Dictionary<string, Record> Held, List<LoggedOp> Settled)> _remembered = [];

    // What of that has to be somewhere.
    private readonly HashSet<Trace> _pending = [];

    // What the inbox tells that was held and the server does not have.
    private readonly HashSet<Trace> _told = [];
    private Replica _replica;
    private DeviceLine? _line;

    public RestoredDevice(RestoreWorld world, string node)
    {
        _world = world;
        _store = new ObservedStore(new MemoryReplicaStore(node), Watch);
        _replica = Open();
        _holdsWhole = Dice.Percent(60);
        for (var i = _holdsWhole ? Dice.Below(2) : 1 + Dice.Below(2); i > 0; i--) _parts.Add(Dice.Pick(Queries));
        foreach (var query in _parts) _replica.Hold(Map, query);
    }

    /// <summary>How many entries of the inbox tell what it held.</summary>
    public int Told { get; private set; }

    /// <summary>See <see cref="RestoreWorld.Unsure"/>.</summary>
    public int Unsure { get; private set; }

    private Dice Dice => _world.Dice;

    private ClockReading Now => new(_world.NowMs, _world.NowMs, "boot");

    private IEnumerable<Rejection> Lost => _store.Load().Rejections.Where(rejection => rejection.Code == RejectionCode.LostByRestore);

    public void Write() => Live(() =>
    {
        _replica.Write(Map, _world.NextWrite(), Now);
        return true;
    });

    /// <summary>Sends something, and takes something; the process may die of it.</summary>
    /// <returns>Whether anything happened.</returns>
    public bool Talk() => Live(Exchange);

    public void Disconnect()
    {
        _line?.End(_world.Partition.Committed);
        _line = null;
    }

    public void Restart()
    {
        Disconnect();
        _replica = Open();
    }

    /// <summary>The server is about to lose its history.</summary>
    public void Remember()
    {
        Disconnect();
        _told.RemoveWhere(told => _world.HasTold(told, long.MaxValue));
        var held = new Dictionary<string, Record>(StringComparer.Ordinal);
        foreach (var key in KeysHeld()) held[key] = Merged(key);
        List<LoggedOp> settled = [.. _store.Load().Ops.Where(op => op.IsSettled)];
        _remembered.Add((held, settled));
        // What the history has, or something newer, that is lost now, is held now or was overwritten there.
        _pending.RemoveWhere(IsOnServer);
        foreach (var (key, record) in held) _pending.UnionWith(Trace.In(key, record));
        // What was superseded was never there.
        foreach (var op in settled) _pending.UnionWith(op.Writes.SelectMany(part => Trace.Of(part.Write, op.At)).Where(trace => _world.Has(trace, long.MaxValue)));
    }

    /// <summary>Comes to rest with every view as the server has it.</summary>
    public void Settle()
    {
        for (var step = 0; step < 5_000 && Exchange(); step++) { }
        var state = _store.Load();
        Assert.True(_line!.Client.IsSynced, $"{state.NodeId} does not come to rest.");
        Assert.True(state.Ops.Count == 0, $"{state.NodeId}: {string.Join(" | ", state.Ops)} wait.");
        Assert.DoesNotContain(_store.Parts.ScanKeys(Map, null, int.MaxValue).SelectMany(key => _store.Parts.Find(Map, key)), row => row.Part < 0);

        var records = _world.Partition.Committed.ReadAll(Map).Select(record => (record.Key, record.Version, Record: RecordCodec.Instance.Decode(record.Bytes.Span))).Where(record => record.Record.IsLive).ToList();
        if (_holdsWhole) CheckEqual("the whole", records.Select(record => (record.Key, record.Version)), _store.Scan(Map, null, int.MaxValue).Where(record => record.IsLive));
        foreach (var part in _replica.PartsOf(Map))
            CheckEqual(
                $"{part.Query}",
                records.Where(record => part.Query.Where!.Matches(record.Record.ToValue()!)).Select(record => (record.Key, record.Version)),
                _store.Parts.Scan(Map, part.Id, null, int.MaxValue));
    }

    // Whatever it held, and of its own writes whatever was acknowledged, is on the server, or something newer is, or the inbox tells it.
    private void CheckFates()
    {
        CheckFates(_pending, []);
        _pending.Clear();
        _remembered.Clear();
    }

    private void CheckFates(IEnumerable<Trace> traces, IEnumerable<Rejection> added)
    {
        Trace[] told = [.. Lost.Concat(added).SelectMany(TracesOf)];
        foreach (var trace in traces) CheckFate(trace, told);
    }

    private void CheckFate(Trace trace, Trace[] told)
    {
        if (IsOnServer(trace) || told.Any(trace.IsToldBy) || trace.IsIn(Merged(trace.Key))) return;
        // Something newer stood in its place in another history, and was lost with that.
        if (_remembered.Any(other => other.Held.TryGetValue(trace.Key, out var record) && !Trace.In(trace.Key, record).Contains(trace) && trace.IsIn(record))) return;
        if (_remembered.Any(other => other.Settled.Any(op => op.Keys.Contains(trace.Key) && trace.IsOverwrittenBy(op.On(trace.Key), op.At)))) return;
        throw new InvariantBrokenException("INV-RSY-5", $"{_store.Load().NodeId} held {trace}; the server does not have it, and the inbox does not tell it.");
    }

    private bool IsOnServer(Trace trace)
        => _world.Has(trace, long.MaxValue) || (_world.Partition.Committed.Read(Map, trace.Key) is { } stands ? trace.IsIn(RecordCodec.Instance.Decode(stands.Bytes.Span)) : trace.Field is null);

    // What is put into the inbox is not on the server as far as the device has come, and was not told before.
    private void Watch(ReplicaChange change)
    {
        if (change.PutMaps.Count + change.PutParts.Count + change.DroppedRows.Count + change.AddedRejections.Count == 0) return;
        var state = _store.Load();
        if (_pending.Count > 0 && IsSearching(state, new ReplicaChange()) && !IsSearching(state, change)) CheckFates();
        // A walk compares what is there. A removal of which the server has nothing to be removed is no loss when the walk ends, whatever is written then.
        if (state.Maps.Any(map => map.IsWalking) && change.PutMaps.Find(map => !map.IsWalking) is { } walked)
            _pending.RemoveWhere(trace => trace.Field is null && !(_world.Partition.Committed.Read(Map, trace.Key)?.Version <= walked.Cursor.Version));
        // It may die before it is done with the others.
        var judged = change.DroppedRows.Where(row => row.Part < 0).Select(row => row.Key).ToHashSet();
        CheckFates(_pending.Where(trace => judged.Contains(trace.Key)), change.AddedRejections);
        _pending.RemoveWhere(trace => judged.Contains(trace.Key));
        foreach (var rejection in change.AddedRejections.Where(rejection => rejection.Code == RejectionCode.LostByRestore).OrderBy(rejection => rejection.HeldVersion))
        {
            var seen = SeenThrough();
            Trace[] lost = [.. TracesOf(rejection).Where(trace => !_world.HasTold(trace, seen))];
            _told.RemoveWhere(told => _world.HasTold(told, seen));
            if (rejection.HeldVersion == 0)
            {
                // A newer backup may have brought back what a history before had lost.
                if (_remembered.Count == 1 && rejection.Writes.SelectMany(write => Trace.Of(write, rejection.At)).All(trace => _world.Has(trace, long.MaxValue)))
                    throw new InvariantBrokenException("INV-RSY-4", $"{_store.Load().NodeId} tells its own write of {rejection.Key}, and it is in the server's history.");
                continue;
            }

            Told++;
            if (lost.Length == 0 && !BringsBackFields(rejection))
            {
                // A row that does not come again was lost, or has left the part since; and of some fields it may have been none of those that were lost. Nor does a walk tell of
                // what a newer backup brought back, and was removed then.
                var isSure = _holdsWhole
                    ? _world.Partition.Committed.ReadLive(Map, rejection.Key) is not null
                    : _remembered.Count == 1 && state.Parts.All(part => part.Lost?.Fork > 0)
                        && _store.Parts.Find(Map, rejection.Key).Any(row => state.Parts.Any(part => part.Id == row.Part && part.HasWholeRecords));
                if (isSure)
                    throw new InvariantBrokenException("INV-RSY-5", $"{_store.Load().NodeId} tells {rejection.Write} of version {rejection.HeldVersion}, and the server has all of that.");
                Unsure++;
            }
            else if ((lost.Length > 0 && lost.All(_told.Contains)) || Equals(WithWritesOfItsOwn(rejection.Key, change).ToValue(), rejection.AttemptedValue))
            {
                throw new InvariantBrokenException("INV-RSY-5", $"{_store.Load().NodeId} tells {rejection.Write} twice.");
            }

            _told.UnionWith(lost);
        }
    }

    // Whether the server shows fields that what was held did not have: a removal was lost before what was written on top of it.
    private bool BringsBackFields(Rejection rejection)
        => rejection.Write is ReplaceWrite replace && Merged(rejection.Key).ToValue() is ObjectValue stands && stands.Fields.Keys.Any(field => !replace.Object.Fields.ContainsKey(field));

    // What it holds with those of its own writes on top that are told at the same time.
    private Record WithWritesOfItsOwn(string key, ReplicaChange change)
        => change.AddedRejections.Where(rejection => rejection is { Code: RejectionCode.LostByRestore, HeldVersion: 0 } && rejection.Key == key)
            .Aggregate(Merged(key), (record, rejection) => record.Merge(LwwMerge.Apply(Record.Never, rejection.Write with { Base = WriteBase.Unknown }, rejection.At).Record));

    private long SeenThrough()
    {
        var state = _store.Load();
        return state.Parts.Select(part => part.Cursor.Version).Concat(_holdsWhole ? state.Maps.Select(map => map.Cursor.Version) : []).Min();
    }

    // Whether it has not said yet what was lost, after a step.
    private static bool IsSearching(ReplicaState state, ReplicaChange step)
        => state.Maps.Where(map => step.PutMaps.All(put => put.Map != map.Map)).Concat(step.PutMaps).Any(map => map.Lost is not null)
            || state.Parts.Where(part => step.PutParts.All(put => put.Id != part.Id)).Concat(step.PutParts).Any(part => part.Lost is not null);

    // A value is known by itself, a removal by its time.
    private static IEnumerable<Trace> TracesOf(Rejection rejection)
        => rejection.Writes.SelectMany(write => Trace.Of(write, rejection.At)).Select(trace => trace.Field is null ? trace : trace with { At = default });

    private IEnumerable<string> KeysHeld()
        => (_holdsWhole ? _store.Scan(Map, null, int.MaxValue).Select(record => record.Key) : [])
            .Concat(_store.Parts.ScanKeys(Map, null, int.MaxValue).Where(key => _store.Parts.Find(Map, key).Any(row => row.Part > 0))).Distinct();

    private Record Merged(string key)
    {
        var record = _holdsWhole && _store.Find(Map, key) is { } whole ? RecordCodec.Instance.Decode(whole.Bytes.Span) : Record.Never;
        return _store.Parts.Find(Map, key).Where(row => row.Part > 0).Aggregate(record, (merged, row) => merged.Merge(RecordCodec.Instance.Decode(row.Record.Bytes.Span)));
    }

    private void CheckEqual(string view, IEnumerable<(string, long)> expected, IEnumerable<ReplicaRecord> held)
    {
        var has = held.Select(record => (record.Key, record.Version)).ToHashSet();
        var wants = expected.ToHashSet();
        Assert.True(wants.SetEquals(has), $"{_store.Load().NodeId}: {view} lacks {string.Join(", ", wants.Except(has))}, and has {string.Join(", ", has.Except(wants))}.");
    }

    private bool Live(Func<bool> act)
    {
        if (Dice.Percent(20)) _store.Dies = () => Dice.PerMille(DeathsPerMille * 10);
        try
        {
            return act();
        }
        catch (DeviceCrashedException)
        {
            Restart();
            return true;
        }
        finally
        {
            _store.Dies = null;
        }
    }

    private bool Exchange()
    {
        _line ??= Connect();
        return _line.Talk(_world.Partition.Committed, Now, () => Dice.Pick([100, 400, 100_000]), Take);
    }

    private void Take(ServerFrame frame)
    {
        var client = _line!.Client;
        client.Receive(frame, Now);
        if (_pending.Count == 0 || !client.IsSynced) return;
        Assert.False(IsSearching(_store.Load(), new ReplicaChange()), $"{_store.Load().NodeId} is synced, and has not said what was lost.");
        CheckFates();
    }

    private Replica Open() => new(_store, RecordCodec.Instance, Dice.Bits);

    private DeviceLine Connect()
    {
        var client = new ReplicaSession(_replica, _holdsWhole ? [Map] : [], "test");
        foreach (var part in _replica.PartsOf(Map)) client.Subscribe(part);
        string[] known = [Features.Groups, Features.Ttl, Features.Digest, Features.Query];
        return new DeviceLine(Map, client, RestoreWorld.User, _world.Limits, Dice.Percent(60) ? [.. known, Features.Resync] : known, _world.Execute);
    }

    private static MapQuery Where(Predicate where) => MapQuery.All with { Where = where };
}
