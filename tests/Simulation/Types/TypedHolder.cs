using System.Numerics;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Parts;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Types;

/// <summary>A device that holds parts of a map of sets or counters: those whose value meets a condition.</summary>
internal sealed class TypedHolder
{
    private const string Map = TypedWorld.Map;

    private readonly TypedWorld _world;
    private readonly string _node;
    private MemoryReplicaStore _store;
    private Replica _replica;
    private DeviceLine? _line;

    public TypedHolder(TypedWorld world, string node)
    {
        (_world, _node) = (world, node);
        _store = new MemoryReplicaStore(node);
        _replica = Open();
        _replica.Hold(Map, Dice.Pick(Queries));
    }

    private Dice Dice => _world.Dice;

    private MapQuery[] Queries => _world.Type == MapType.OrMap
        ? [Where(new ContainsPredicate(FieldPath.Of(), "e1")), Where(new NotPredicate(new ContainsPredicate(FieldPath.Of(), "e2"))), Where(new AndPredicate([]))]
        : [Where(new ComparePredicate(FieldPath.Of(), CompareOperator.Greater, 2L)), Where(new ComparePredicate(FieldPath.Of(), CompareOperator.LessOrEqual, 0L)), Where(new AndPredicate([]))];

    private ClockReading Now => new(_world.NowMs, _world.NowMs, "boot");

    /// <summary>Writes, of what it shows; what it adds shows at once.</summary>
    public void Write()
    {
        var key = _world.Key();
        if (_world.Type == MapType.OrMap)
        {
            if (Dice.Percent(60))
            {
                Value[] elements = [.. Enumerable.Range(0, 1 + Dice.Below(2)).Select(_ => _world.Element()).Distinct()];
                _replica.Write(Map, _replica.IntendAddition(Map, key, elements), Now);
                Assert.All(elements, element => Assert.Contains(element, ((ListValue)_replica.Get(Map, key)!).Items));
            }
            else if (_replica.Get(Map, key) is ListValue shown)
            {
                var element = Dice.Pick(shown.Items);
                _replica.Write(Map, _replica.IntendRemoval(Map, key, Dice.Percent(80) ? [element] : null), Now);
                Assert.DoesNotContain(element, (_replica.Get(Map, key) as ListValue)?.Items ?? []);
            }
        }
        else if (Dice.Percent(80))
        {
            try
            {
                _replica.Write(Map, _replica.IntendCount(Map, key, _world.Delta()), Now);
            }
            catch (SyncException tooMuch) when (tooMuch.Error.Code == ErrorCode.LimitExceeded)
            {
                // It is told at the call what this device can know.
            }
        }
        else if (_replica.Get(Map, key) is not null)
        {
            _replica.Write(Map, _replica.IntendCounterRemoval(Map, key), Now);
            Assert.Null(_replica.Get(Map, key));
        }
    }

    /// <summary>Sends something, and takes something.</summary>
    /// <returns>Whether anything happened.</returns>
    public bool Talk()
    {
        _line ??= Connect();
        var happened = _line.Talk(_world.Partition.Committed, Now, () => Dice.Pick([100, 1_000, 100_000]), frame => _line.Client.Receive(frame, Now));
        if (_line.IsBroken) Disconnect();
        return happened;
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

    /// <summary>Holds another part, or one less.</summary>
    public void ChangeViews()
    {
        var query = Dice.Pick(Queries);
        if (Dice.Percent(60))
        {
            var part = _replica.Hold(Map, query);
            _line?.Client.Subscribe(part);
        }
        else if (_replica.PartsOf(Map) is { Count: > 1 } parts && parts.FirstOrDefault(part => part.Query.Equals(query)) is { } held)
        {
            _line?.Client.Unsubscribe(held);
            _replica.Release(Map, query);
        }
    }

    /// <summary>Each delta counts once in what is shown: what the newest row has, and what waits beyond it (INV-CNT-1).</summary>
    public void CheckShown()
    {
        if (_world.Type != MapType.PnCounter) return;
        var ops = _store.Load().Ops;
        foreach (var key in _store.Parts.ScanKeys(Map, null, int.MaxValue))
        {
            var row = _store.Parts.Find(Map, key).MaxBy(row => row.Record.Version).Record;
            var waiting = ops.Where(op => op.Keys.Contains(key) && !(op.SettledAt?.Version <= row.Version)).ToList();
            // What is shown after a removal depends on what it saw; and beyond the range on what comes first.
            if (waiting.Any(op => op.On(key) is not CountWrite)) continue;
            BigInteger sum = ((Int64Value)RecordCodec.Instance.Decode(row.Bytes.Span).ToValue()!).Number;
            BigInteger[] sums = [.. waiting.Select(op => sum += ((CountWrite)op.On(key)).Delta)];
            if (sums.Any(between => between < long.MinValue || between > long.MaxValue)) continue;
            Assert.Equal((key, (Value)(long)sum), (key, _replica.Get(Map, key)));
        }
    }

    /// <summary>Comes to rest, and checks that every part is the filter over the map, and that it knows what the map holds.</summary>
    public void Settle()
    {
        for (var round = 0; round < 4; round++)
        {
            _world.Wait();
            // What the map holds is told with CaughtUp, and of a part nothing else need ever come.
            if (round == 3) Disconnect();
            _line?.WantProgress();
            for (var step = 0; step < 20_000 && Talk(); step++) { }
        }

        Assert.True(_line!.Client.IsSynced);
        Assert.True(_store.Load().Ops.Count == 0, $"{_node}: {string.Join(" | ", _store.Load().Ops)} wait; {string.Join(" | ", _replica.PartsOf(Map))}.");
        var all = _world.Partition.Committed.ReadAll(Map);
        var moment = new MapMoment(all);
        HashSet<string> keys = [];
        foreach (var part in _replica.PartsOf(Map))
        {
            var expected = moment.RowsOf(new PartQuery(part.Query));
            keys.UnionWith(expected.Select(row => row.Key));
            Assert.True(expected.SetEquals(_store.Parts.Scan(Map, part.Id, null, int.MaxValue).Select(row => (row.Key, row.Version, Convert.ToHexString(row.Bytes.Span)))), $"{_node}: {part} is not the filter over the map.");
        }

        foreach (var record in all)
            Assert.Equal((record.Key, keys.Contains(record.Key) ? RecordCodec.Instance.Decode(record.Bytes.Span).ToValue() : null), (record.Key, _replica.Get(Map, record.Key)));
        Restart();
        if (all.Count > 0) Assert.Equal((_node, _world.Type), (_node, _replica.TypeOf(Map)));
        Assert.False(_replica.HoldsWhole(Map));
    }

    private static MapQuery Where(Predicate where) => MapQuery.All with { Where = where };

    private Replica Open() => new(_store, RecordCodec.Instance, Dice.Bits);

    private DeviceLine Connect()
    {
        var client = new ReplicaSession(_replica, [], "test");
        foreach (var part in _replica.PartsOf(Map)) client.Subscribe(part);
        return new DeviceLine(Map, client, TypedWorld.User, _world.Limits, [Features.Groups, Features.Ttl, Features.Query, Features.OrMap, Features.Counter], _world.Execute);
    }
}
