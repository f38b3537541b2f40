using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;
using static TopGun.Simulation.Parts.SomeParts;

namespace TopGun.Simulation.Parts;

/// <summary>A map under writes, removals, collection and changes of its owner, and clients that hold parts of it; all of it from one seed.</summary>
internal sealed class PartWorld
{
    private const string Map = "orders";
    private const int Steps = 150;
    private static readonly Principal User = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);
    private static readonly WriterId Writer = new("node1", "w");
    private static readonly MapQuery[] Queries =
    [
        MapQuery.All,
        Where(Is(Owner, "ann")),
        Where(Is(Owner, "ann")) with { Fields = [Text] },
        Where(new InPredicate(Owner, ["bob", "cid"])),
        Where(new AndPredicate([new ComparePredicate(Number, CompareOperator.Greater, 3L), Is(Owner, "bob")])) with { Fields = [Number, Text] },
        Where(new OrPredicate([Is(Owner, "cid"), Is(Number, 2L)])),
        Where(new NotPredicate(Is(Owner, "ann"))),
        Where(Is(Number, 1.0)),
        Where(Is(Owner, "nobody")),
        Where(new ExistsPredicate(Text)) with { Fields = [Owner] },
        Where(new AndPredicate([])),
        MapQuery.All with { Limit = 3 },
        MapQuery.All with { Sort = [new SortField(Number, true)], Limit = 5 },
        Where(Is(Owner, "ann")) with { Sort = [new SortField(Number, false), new SortField(Text, true)], Limit = 2, Fields = [Text] },
        Where(new NotPredicate(Is(Owner, "bob"))) with { Sort = [new SortField(Text, true)], Limit = 1 },
        MapQuery.All with { Sort = [new SortField(Number, false)], After = new QueryPosition([3L], "k3"), Limit = 4 },
        MapQuery.All with { Sort = [new SortField(Number, true)], After = new QueryPosition([5L], "k1"), Fields = [Owner] },
        MapQuery.All with { Sort = [new SortField(Owner, false)], Limit = 1_000 },
    ];

    private readonly Dice _dice;
    private readonly PartitionOptions _options = new() { TombstoneRetentionMs = 60_000 };
    private readonly List<EpochStart> _epochs = [];
    private readonly List<PartReader> _readers = [];
    private readonly HashSet<(PartReader, string)> _matched = [];
    private Partition _partition;
    private long _nowMs = 1_700_000_000_000;
    private long _number;
    private readonly int _keys;

    public PartWorld(ulong seed)
    {
        _dice = new Dice(seed);
        _keys = _dice.Pick([30, 100]);
        _partition = Take(StoredPartition.Empty, new StoredMap(Map, [], []), 1);
        for (var i = 0; i < 4; i++) _readers.Add(new PartReader(Map, _dice.Pick(Queries)));
        foreach (var reader in _readers) reader.Connect(_partition);
    }

    public void Run()
    {
        for (var step = 0; step < Steps; step++) Step();
        foreach (var reader in _readers)
        {
            reader.WantProgress();
            while (Pull(reader)) { }
            Assert.True(reader.IsCurrent || reader.Part.IsWindow);
        }
    }

    private void Step()
    {
        var reader = _dice.Pick(_readers);
        switch (_dice.Below(100))
        {
            case < 42: Write(1 + _dice.Below(8)); break;
            case < 45: RemoveFirst(reader.Part.Query, 1 + _dice.Below(40)); break;
            case < 85: Pull(reader); break;
            case < 93: reader.Connect(_partition); break;
            case < 96: reader.WantProgress(); break;
            case < 98: Forget(); break;
            default: Change(); break;
        }
    }

    private bool Pull(PartReader reader)
    {
        var any = reader.Pull(_partition, _dice.Pick([200, 1_000, 100_000]), key => _matched.Contains((reader, key)));
        // Nothing was committed since it was asked; or nothing that it would have to know.
        if (reader.IsCurrent || !any) Check(reader);
        return any;
    }

    // What it holds is the filter over the map, as this was at its last page (INV-QRY-1).
    private void Check(PartReader reader)
    {
        var expected = new MapMoment(_partition.Committed.ReadAll(Map)).RowsOf(reader.Part);
        var held = reader.Rows.Select(row => (row.Key, row.Value.Version, Convert.ToHexString(row.Value.Record))).ToHashSet();
        Assert.True(
            expected.SetEquals(held), $"{reader.Part.Query} lacks {string.Join(", ", expected.Except(held))}, and has {string.Join(", ", held.Except(expected))}.");
    }

    private void Write(int count)
    {
        List<Op> ops = [];
        for (var i = 0; i < count; i++)
        {
            var key = $"k{_dice.Below(_keys)}";
            ops.Add(new Op(++_number, (ulong)_number, ++_nowMs, 0, null, _dice.Below(10) switch
            {
                < 2 => new RemoveWrite(key, WriteBase.Unknown),
                < 3 => new ValueWrite(key, WriteBase.Unknown, Value.Of(_dice.Below(5))),
                < 6 => new PatchWrite(key, WriteBase.Unknown, Value.Object(Field(0)).Fields, []),
                _ => new ReplaceWrite(key, WriteBase.Unknown, Value.Object(Field(0), Field(1), Field(2))),
            }));
        }

        _partition.Execute(new OpBatch(Map, Writer, _number - count, _nowMs, ops), User, _nowMs);
        Commit();
    }

    // So that of a window all rows go that were known to move up.
    private void RemoveFirst(MapQuery query, int count)
    {
        var first = (query with { Limit = count }).Run(_partition.Committed.ReadAll(Map)
            .Select(changed => (changed.Key, Value: RecordCodec.Instance.Decode(changed.Bytes.Span).ToValue()))
            .Where(record => record.Value is not null)
            .Select(record => KeyValuePair.Create(record.Key, record.Value!)));
        if (first.Rows.Count == 0) return;
        Op[] ops = [.. first.Rows.Select(row => new Op(++_number, (ulong)_number, ++_nowMs, 0, null, new RemoveWrite(row.Key, WriteBase.Unknown)))];
        _partition.Execute(new OpBatch(Map, Writer, _number - ops.Length, _nowMs, ops), User, _nowMs);
        Commit();
    }

    private (string, Value) Field(int which) => (which == 0 ? _dice.Below(3) : which) switch
    {
        0 => ("owner", _dice.Pick<Value>(["ann", "bob", "cid"])),
        1 => ("number", _dice.Pick<Value>([1L, 1.0, 2L, 5L])),
        _ => ("text", Value.Of(new string('x', _dice.Below(200)))),
    };

    private void Forget()
    {
        _nowMs += _dice.Between(1, 90_000);
        _partition.Collect(Map, _nowMs, 1_000);
        Commit();
    }

    // Another process takes over, and the readers of the old one come to it; or the same one reads the map again, and they stay.
    private void Change()
    {
        var records = _partition.Committed.ReadAll(Map).OrderBy(record => record.Version).Select(record => new RecordChange(Map, record.Key, record.Version, record.Bytes.ToArray())).ToList();
        var horizon = _partition.Committed.HorizonOf(Map);
        _partition = Take(
            new StoredPartition(_partition.Committed.Head, [.. _epochs], new Core.Time.HlcTimestamp(_nowMs, 0, "~")), new StoredMap(Map, records, []) { Horizon = horizon }, _partition.Committed.Epoch + 1);
        _number = 0;
        var isNewProcess = _dice.Percent(50);
        foreach (var reader in _readers)
        {
            reader.IsInherited = true;
            if (isNewProcess) reader.Connect(_partition);
        }
    }

    private Partition Take(StoredPartition stored, StoredMap map, ulong epoch)
    {
        var partition = new Partition(PartitionId.Of(Map), stored, epoch, _options, RecordCodec.Instance, new Rules());
        partition.Load(map);
        return partition;
    }

    private void Commit()
    {
        if (_partition.Seal(_nowMs) is not { } commit) return;
        if (commit.NewHead > commit.ExpectedHead && (_epochs.Count == 0 || _epochs[^1].Epoch != _partition.Committed.Epoch)) _epochs.Add(new EpochStart(_partition.Committed.Epoch, commit.ExpectedHead + 1));
        foreach (var change in commit.Records)
        {
            if (RecordCodec.Instance.Decode(change.Bytes).ToValue() is not { } value) continue;
            foreach (var reader in _readers)
                if (reader.Part.Matches(change.Key, value)) _matched.Add((reader, change.Key));
        }

        _partition.Publish();
    }
}
