using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.World;
using static TopGun.Simulation.Parts.SomeParts;

namespace TopGun.Simulation.Parts;

/// <summary>A device that holds the whole map, parts of it, or both. Some keys it alone writes, so it knows what it must see of them.</summary>
internal sealed class Holder
{
    private const string Map = HolderWorld.Map;
    private static readonly MapQuery[] Queries =
    [
        MapQuery.All,
        Where(new ComparePredicate(Owner, CompareOperator.Equal, "ann")),
        Where(new ComparePredicate(Owner, CompareOperator.Equal, "bob")) with { Fields = [Text] },
        Where(new ComparePredicate(Number, CompareOperator.Greater, 2L)) with { Fields = [Number] },
        Where(new ExistsPredicate(Text)) with { Fields = [Owner] },
        Where(new InPredicate(Owner, ["ann", "cid"])),
        .. Windows,
    ];

    private readonly HolderWorld _world;
    private readonly string _node;
    private readonly Dictionary<string, ObjectValue?> _own = new(StringComparer.Ordinal);
    private readonly List<LoggedOp> _acknowledged = [];
    private MemoryReplicaStore _store;
    private (MemoryReplicaStore Store, bool WantsWhole)? _backup;
    private bool _isOld;
    private Replica _replica;
    private DeviceLine? _line;

    public Holder(HolderWorld world, string node)
    {
        (_world, _node) = (world, node);
        _store = new MemoryReplicaStore(node);
        _replica = Open();
        Hold(Dice.Pick(Queries));
        Hold(Dice.Pick(Windows));
    }

    private Dice Dice => _world.Dice;

    private ClockReading Now => new(_world.NowMs, _world.NowMs, "boot");

    private bool WantsWhole { get; set; }

    public void Write()
    {
        var isOwn = Dice.Percent(60);
        var key = isOwn ? $"{_node}-{Dice.Below(4)}" : $"k{Dice.Below(20)}";
        // What it alone writes stays until it removes it.
        long? ttlMs = !isOwn && Dice.Percent(10) ? 1_000 + Dice.Below(20_000) : null;
        switch (Dice.Below(10))
        {
            case < 2:
                _replica.Set(Map, key, null, Now);
                if (isOwn) _own[key] = null;
                break;
            case < 6:
                var fields = Value.Object(HolderWorld.Field(Dice, Dice.Below(3)));
                _replica.Patch(Map, key, fields.Fields, [], Now, ttlMs);
                if (isOwn) _own[key] = new ObjectValue((_own.GetValueOrDefault(key)?.Fields ?? ObjectValue.Empty.Fields).Concat(fields.Fields).GroupBy(field => field.Key).ToDictionary(field => field.Key, field => field.Last().Value));
                break;
            default:
                var value = Value.Object(HolderWorld.Field(Dice, 0), HolderWorld.Field(Dice, 1), HolderWorld.Field(Dice, 2));
                if (_replica.IsPartial(Map, key))
                {
                    Assert.Throws<PartialRecordException>(() => _replica.Set(Map, key, value, Now));
                    break;
                }

                _replica.Set(Map, key, value, Now, ttlMs);
                if (isOwn) _own[key] = value;
                break;
        }
    }

    /// <summary>Sends something, and takes something.</summary>
    /// <returns>Whether anything happened.</returns>
    public bool Talk()
    {
        _line ??= Connect();
        return _line.Talk(_world.Partition.Committed, Now, () => Dice.Pick([200, 1_000, 100_000]), Take);
    }

    private void Take(ServerFrame frame)
    {
        var before = _replica.PartsOf(Map);
        _line!.Client.Receive(frame, Now);
        foreach (var part in _replica.PartsOf(Map).Except(before))
        {
            var rows = _store.Parts.Scan(Map, part.Id, null, int.MaxValue).Count(row => row.Generation == part.Generation);
            Assert.True(!(rows > part.Query.Limit), $"{_node}: {rows} rows are in a window of {part.Query.Limit}.");
            if (frame is ChangePage { More: false }) CheckRows(part, _world.At(part.Cursor));
        }
    }

    // After a page without more its rows are the query over the map as that was at the cursor (INV-QRY-1, INV-QRY-4).
    private void CheckRows(PartReplica part, MapMoment moment)
    {
        var expected = moment.RowsOf(new PartQuery(part.Query));
        var held = _store.Parts.Scan(Map, part.Id, null, int.MaxValue).Select(row => (row.Key, row.Version, Convert.ToHexString(row.Bytes.Span))).ToHashSet();
        Assert.True(expected.SetEquals(held), $"{_node}: {part.Query} at {part.Cursor} lacks {string.Join(", ", expected.Except(held))}, and has {string.Join(", ", held.Except(expected))}.");
    }

    public void Disconnect()
    {
        _line?.End(_world.Partition.Committed);
        _line = null;
    }

    public void Restart()
    {
        Disconnect();
        _store = _store.Copy();
        _replica = Open();
    }

    /// <summary>Makes a copy of what is stored on it.</summary>
    public void BackUp() => _backup = (_store.Copy(), WantsWhole);

    /// <summary>Goes back to the copy: what it wrote since is on the server, or gone with the device.</summary>
    public void GoBack()
    {
        if (_backup is not { } backup) return;
        Disconnect();
        (_store, WantsWhole) = (backup.Store.Copy(), backup.WantsWhole);
        _replica = Open();
        _acknowledged.Clear();
        // It knows no more what it must see of its own keys.
        _isOld = true;
    }

    /// <summary>Holds another part, or one less.</summary>
    public void ChangeViews()
    {
        var query = Dice.Pick(Queries);
        if (Dice.Percent(70))
        {
            Hold(query);
            return;
        }

        var isWhole = query.Equals(MapQuery.All);
        if (_replica.PartsOf(Map).Count + (WantsWhole ? 1 : 0) <= 1) return;
        if (isWhole)
        {
            _line?.Client.Unsubscribe(Map);
            WantsWhole = false;
            _replica.ReleaseWhole(Map);
        }
        else if (_replica.PartsOf(Map).FirstOrDefault(part => part.Query.Equals(query)) is { } part)
        {
            _line?.Client.Unsubscribe(part);
            // What every other view has shown is shown, and no longer looked for after a restore, where only this one was behind.
            // What a restore has been found to concern stays: it is judged.
            LoggedOp[] shown = [.. _store.Load().Ops.Where(op => op.SettledAt is { Epoch: not 0 })];
            Assert.NotNull(_replica.Release(Map, query));
            var left = _store.Load().Ops.Select(op => op.OpId).ToHashSet();
            _acknowledged.RemoveAll(op => !left.Contains(op.OpId) && shown.Any(was => was.OpId == op.OpId));
        }
    }

    /// <summary>What it wrote to its own keys is seen, from the moment of writing, until the server's state shows it in every view, and after that where a view has it (INV-REP-2).</summary>
    public void CheckOwn()
    {
        if (_world.IsRestored || _isOld) return;
        var state = _store.Load();
        var ops = state.Ops;
        foreach (var (key, written) in _own)
        {
            // Of what was refused it has been told.
            if (state.Rejections.Any(rejection => rejection.Writes.Any(write => write.Key == key))) continue;
            var shown = _replica.Get(Map, key);
            var last = ops.LastOrDefault(op => op.Keys.Contains(key));
            if (shown is ObjectValue fields)
            {
                Assert.True(written is not null, $"{key} was removed, and is shown as {shown}.");
                foreach (var (field, value) in fields.Fields) Assert.Equal((key, field, written!.Fields.GetValueOrDefault(field)), (key, field, value));
            }

            // What waits on a record that has left all that is held has nothing to be shown on.
            if (last is null || (last.On(key).Base == WriteBase.Live && _store.Find(Map, key) is not { IsLive: true } && _store.Parts.Find(Map, key).Count == 0)) continue;
            if (written is null) Assert.Null(shown);
            else if (last.On(key) is PatchWrite patch) Assert.All(patch.Set.Keys, field => Assert.Equal((key, field, written.Fields[field]), (key, field, (shown as ObjectValue)?.Fields.GetValueOrDefault(field))));
        }
    }

    /// <summary>Comes to rest, and checks that every view is the filter over the map.</summary>
    public void Settle()
    {
        for (var round = 0; round < 3; round++)
        {
            _world.Wait();
            _line?.WantProgress();
            for (var step = 0; step < 20_000 && Talk(); step++) { }
        }

        Assert.True(_line!.Client.IsSynced);
        Assert.True(_store.Load().Ops.Count == 0, $"{_node}: {string.Join(" | ", _store.Load().Ops)} wait; {string.Join(" | ", _replica.PartsOf(Map))}; {(WantsWhole ? _replica.MapOf(Map) : null)}.");
        var records = _world.Partition.Committed.ReadAll(Map).ToDictionary(record => record.Key, record => RecordCodec.Instance.Decode(record.Bytes.Span));
        foreach (var part in _replica.PartsOf(Map))
        {
            Assert.True(part.Seen == part.Cursor && part.Resetting == ResetReason.None, $"{_node}: {part} has not come to rest.");
            CheckRows(part, new MapMoment(_world.Partition.Committed.ReadAll(Map)));
        }

        CheckShown(records);
        foreach (var (key, written) in _own) CheckFate(key, written, records.GetValueOrDefault(key)?.ToValue());
        foreach (var op in _acknowledged) CheckFate(op, records.GetValueOrDefault(op.Keys.Single()));
    }

    /// <summary>The server is about to lose what it has said above a version.</summary>
    public void Remember(long head)
        => _acknowledged.AddRange(_store.Load().Ops.Where(op => op.SettledAt?.Version > head));

    // What is shown of each key is what the views have of it together, and a query that is held finds what the server would.
    private void CheckShown(Dictionary<string, Record> records)
    {
        var moment = new MapMoment(_world.Partition.Committed.ReadAll(Map));
        var views = _replica.PartsOf(Map).Select(part => new PartQuery(part.Query)).Concat(WantsWhole ? [new PartQuery(MapQuery.All)] : [])
            .Select(view => (View: view, Keys: moment.RowsOf(view).Select(row => row.Key).ToHashSet())).ToList();
        foreach (var (key, record) in records)
        {
            var having = views.Where(view => view.Keys.Contains(key)).Select(view => view.View).ToList();
            var shown = _replica.Get(Map, key);
            Assert.Equal((key, having.Count > 0), (key, shown is not null));
            if (having.Count == 0) continue;
            var fields = having.SelectMany(view => view.Cut(record).Registers.Where(register => register.Value.IsLive).Select(register => register.Key)).ToHashSet();
            Assert.Equal((key, new ObjectValue(((ObjectValue)record.ToValue()!).Fields.Where(field => fields.Contains(field.Key)).ToDictionary())), (key, (ObjectValue)shown!));
        }

        foreach (var part in _replica.PartsOf(Map))
            Assert.Equal(part.Query.Run(moment.Entries).Rows, part.Query.Run(_replica.Scan(Map, null, int.MaxValue, out _, part.Query)).Rows);
    }

    // Nothing of what it alone wrote is lost silently, whatever the server forgot.
    private void CheckFate(string key, ObjectValue? written, Value? stands)
    {
        if (_world.IsRestored || _isOld || Equals(written, stands) || _store.Load().Rejections.Any(rejection => rejection.Writes.Any(write => write.Key == key))) return;
        Assert.Fail($"{_node}: {key} stands at {stands}, was written as {written}, and the inbox says nothing of it.");
    }

    // What was acknowledged and not shown yet when the server was restored is there, or superseded, or in the inbox.
    private void CheckFate(LoggedOp op, Record? stands)
    {
        if (_store.Load().Rejections.Any(rejection => rejection.OpId == op.OpId)) return;
        var isThere = op.Writes[0].Write switch
        {
            PatchWrite patch => patch.Set.Keys.All(field => stands is not null && HlcTimestamp.Max(stands.Cleared, stands.Registers.GetValueOrDefault(field).At) >= op.At),
            ReplaceWrite replace => replace.Object.Fields.Keys.All(field => stands is not null && HlcTimestamp.Max(stands.Cleared, stands.Registers.GetValueOrDefault(field).At) >= op.At),
            _ => stands is null || stands.Newest >= op.At || !stands.IsLive,
        };
        Assert.True(isThere, $"{_node}: {op.Writes[0].Write} was acknowledged at {op.SettledAt}, is not there after the restore, and the inbox says nothing of it.");
    }

    private void Hold(MapQuery query)
    {
        if (query.Equals(MapQuery.All))
        {
            WantsWhole = true;
            _line?.Client.Subscribe(Map);
            return;
        }

        var part = _replica.Hold(Map, query);
        _line?.Client.Subscribe(part);
    }

    private Replica Open() => new(_store, RecordCodec.Instance, Dice.Bits);

    private DeviceLine Connect()
    {
        var client = new ReplicaSession(_replica, WantsWhole ? [Map] : [], "test");
        foreach (var part in _replica.PartsOf(Map)) client.Subscribe(part);
        return new DeviceLine(Map, client, HolderWorld.User, _world.Limits, [Features.Groups, Features.Ttl, Features.Digest, Features.Query, Features.Window], _world.Execute);
    }
}
