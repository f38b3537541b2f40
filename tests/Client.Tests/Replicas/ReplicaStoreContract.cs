using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using static TopGun.Client.Tests.Replicas.Steps;

namespace TopGun.Client.Tests.Replicas;

/// <summary>What every replica store promises, wherever it keeps things.</summary>
public abstract class ReplicaStoreContract : IDisposable
{
    private IReplicaStore? _store;

    private IReplicaStore Store => _store ??= Open();

    public virtual void Dispose()
    {
        _store?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_new_replica_has_a_node_id_and_nothing_else()
    {
        var state = Store.Load();

        Assert.True(NodeId.IsValid(state.NodeId));
        Assert.Null(state.Subject);
        Assert.Empty(state.Maps);
        Assert.Empty(state.Ops);
        Assert.Empty(state.Rejections);
        Assert.Empty(state.Time.Boots);
        Assert.Equal(0, state.LastPosition);
    }

    [Fact]
    public void The_node_id_stays()
    {
        var nodeId = Store.Load().NodeId;

        Reopen();

        Assert.Equal(nodeId, Store.Load().NodeId);
    }

    [Fact]
    public void Ops_of_every_form_come_back_as_they_were()
    {
        LoggedOp[] ops =
        [
            Op(1),
            Op(2, new PatchWrite("k\0ey", WriteBase.Live, EveryKind.Fields, ["gone", "\u00E9"]), "other"),
            Op(3, new ValueWrite("key", WriteBase.Unknown, Value.Of(ReadOnlyMemory<byte>.Empty)), after: new OpReference(Writer, 1)) with { IsGivenUp = true },
            Op(4, new RemoveWrite("key", WriteBase.Live), after: new OpReference(new WriterId("n1", "old"), 9)) with { FirstSentMs = 77 },
            Op(5) with { At = new HlcTimestamp(HlcTimestamp.MaxMillis, ushort.MaxValue, "~server"), MadeOn = new HlcTimestamp(3, 4, "n2~b") },
            Op(6) with { SettledAt = new Cursor(ulong.MaxValue, long.MaxValue), FirstSentMs = 5 },
            Op(7, new ReplaceWrite("deep", WriteBase.Absent, Deep(24))),
            Op(8) with { Writes = [new OpWrite(new RemoveWrite("a", WriteBase.Live), new OpReference(Writer, 7)), new OpWrite(new ValueWrite("b", WriteBase.Absent, 5))] },
        ];

        Store.Commit(Change(change => change.PutOps.AddRange(ops)));
        Reopen();

        Assert.Equal(ops.Select(StoreShape.Of), Store.Load().Ops.Select(StoreShape.Of));
    }

    [Fact]
    public void An_op_takes_the_place_of_the_one_at_its_position()
    {
        Store.Commit(Change(change => change.PutOps.AddRange([Op(1), Op(2)])));
        Store.Commit(Change(change => change.PutOps.Add(Op(1) with { Number = 9, FirstSentMs = 3 })));
        Reopen();

        Assert.Equal([(1L, 9L), (2L, 2L)], Store.Load().Ops.Select(op => (op.Position, op.Number)));
    }

    [Fact]
    public void Positions_and_ids_are_remembered_when_what_had_them_is_gone()
    {
        Store.Commit(Change(change => change.PutOps.AddRange([Op(1), Op(2)])));
        Store.Commit(Change(change => change.AddedRejections.Add(Rejection(3, new RemoveWrite("key", WriteBase.Live)))));
        Reopen();
        Store.Load();
        Store.Commit(Change(change =>
        {
            change.DroppedOps.AddRange([1, 2]);
            change.DroppedRejections.Add(3);
        }));
        Reopen();

        var state = Store.Load();

        Assert.Empty(state.Ops);
        Assert.Empty(state.Rejections);
        Assert.Equal(3, state.LastPosition);
    }

    [Fact]
    public void Rejections_come_back_as_they_were()
    {
        Rejection[] rejections =
        [
            Rejection(1, new PatchWrite("key", WriteBase.Live, EveryKind.Fields, ["gone"])),
            Rejection(2, new ReplaceWrite("key", WriteBase.Unknown, EveryKind)) with { Code = RejectionCode.LostByRestore, Reason = "", HeldVersion = 7 },
            Rejection(3, new ValueWrite("key", WriteBase.Absent, Value.Null)),
            Rejection(4, new RemoveWrite("key", WriteBase.Live)),
            Rejection(5, new RemoveWrite("key", WriteBase.Live), new ValueWrite("other", WriteBase.Absent, 5)) with { FailedKey = "other" },
        ];

        Store.Commit(Change(change => change.AddedRejections.AddRange(rejections)));
        Reopen();

        Assert.Equal(rejections.Select(StoreShape.Of), Store.Load().Rejections.Select(StoreShape.Of));
    }

    [Fact]
    public void The_user_and_the_server_time_come_back_as_they_were()
    {
        var time = new ServerTime([new BootOffset("old", long.MinValue, 1), new BootOffset("new", 5, long.MaxValue)]);

        Store.Commit(Change(change => (change.Subject, change.Time) = ("alice \U0001F600", time)));
        Store.Commit(Change(change => change.PutOps.Add(Op(1))));
        Reopen();

        Assert.Equal("alice \U0001F600", Store.Load().Subject);
        Assert.Equal(time.Boots, Store.Load().Time.Boots);
    }

    [Fact]
    public void How_far_maps_have_come_comes_back_as_it_was()
    {
        MapReplica[] maps =
        [
            new("a", new Cursor(ulong.MaxValue, 9), 3, true, ResetReason.LostBranch) { Lost = new LostBranch(0, 3), Seen = new Cursor(ulong.MaxValue, 11), Trail = new CursorTrail([new Cursor(5, 1), new Cursor(ulong.MaxValue, long.MaxValue)]) },
            new("b\0", Cursor.Start, 0, false, ResetReason.None),
        ];

        Store.Commit(Change(change => change.PutMaps.Add(maps[0] with { Generation = 1 })));
        Store.Commit(Change(change => change.PutMaps.AddRange(maps)));
        Reopen();

        Assert.Equal(maps, Store.Load().Maps.OrderBy(map => map.Map, StringComparer.Ordinal));
    }

    [Fact]
    public void A_record_is_found_by_map_and_key_alone()
    {
        Store.Commit(Change(change => change.PutRecords.AddRange([("a", Record("k", 1)), ("b", Record("k", 2)), ("a", Record("k\0", 3, isLive: false, bytes: []))])));
        Reopen();

        Assert.Equal(1, Store.Find("a", "k")?.Version);
        Assert.Equal(2, Store.Find("b", "k")?.Version);
        Assert.Equal("k\0 3 0 False ", StoreShape.Of(Store.Find("a", "k\0")!.Value));
        Assert.Null(Store.Find("a", "K"));
        Assert.Null(Store.Find("c", "k"));
    }

    [Fact]
    public void Scans_follow_the_bytes_of_the_keys()
    {
        // In the order of UTF-16, the surrogates of the last one would come before U+FF5E.
        string[] keys = ["\0", "A", "A\0", "AB", "a", "\u00E9", "\u4E2D", "\uFF5E", "\U0001F600"];
        Store.Commit(Change(change => change.PutRecords.AddRange(keys.Reverse().Select(key => ("map", Record(key))))));
        Store.Commit(Change(change => change.PutRecords.Add(("other", Record("x")))));
        Reopen();

        Assert.Equal(keys, Store.Scan("map", null, 100).Select(record => record.Key));
        Assert.Equal(["A\0", "AB"], Store.Scan("map", "A", 2).Select(record => record.Key));
        Assert.Empty(Store.Scan("map", "\U0001F600", 1));
    }

    [Fact]
    public void A_sweep_drops_what_did_not_come_again_in_this_map_alone()
    {
        Store.Commit(Change(change => change.PutRecords.AddRange([("a", Record("old")), ("a", Record("new", generation: 1)), ("b", Record("old"))])));
        Store.Commit(Change(change =>
        {
            change.PutRecords.Add(("a", Record("late", generation: 1)));
            change.Swept.Add(("a", 1));
        }));
        Reopen();

        Assert.Equal(["late", "new"], Store.Scan("a", null, 9).Select(record => record.Key));
        Assert.Equal(["old"], Store.Scan("b", null, 9).Select(record => record.Key));
    }

    [Fact]
    public void A_dropped_record_is_gone_and_its_neighbours_stay()
    {
        Store.Commit(Change(change => change.PutRecords.AddRange([("a", Record("one")), ("a", Record("two")), ("b", Record("one"))])));
        Store.Commit(Change(change => change.DroppedRecords.AddRange([("a", "one"), ("a", "never"), ("none", "one")])));
        Reopen();

        Assert.Equal(["two"], Store.Scan("a", null, 9).Select(record => record.Key));
        Assert.Equal(["one"], Store.Scan("b", null, 9).Select(record => record.Key));
    }

    [Fact]
    public void Parts_come_back_as_they_were_and_their_rows_are_found_by_key_and_by_part()
    {
        PartReplica[] parts =
        [
            PartReplica.Empty(1, "a", MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("owner"), CompareOperator.Equal, EveryKind), Fields = [FieldPath.Of("x")] }),
            new(2, "a", MapQuery.All with { Where = new NotPredicate(new ExistsPredicate(FieldPath.Of("y", "z"))) }, new Cursor(ulong.MaxValue, 9), 3, true, ResetReason.LostBranch, 8) { Seen = new Cursor(7, 10), Trail = new CursorTrail([new Cursor(3, 4)]), Type = MapType.PnCounter, Lost = new LostBranch(7, 3) },
            PartReplica.Empty(5, "b", MapQuery.All with { Where = new AndPredicate([]) }),
            PartReplica.Empty(6, "b", MapQuery.All with { Sort = [new SortField(FieldPath.Of("x", "y"), true), new SortField(FieldPath.Of())], Limit = 100_000, After = new QueryPosition([EveryKind, null], "k") }),
        ];
        Store.Commit(Change(change =>
        {
            change.PutParts.AddRange(parts);
            change.PutRows.AddRange([("a", 1, Record("k", 1)), ("a", 2, Record("k", 2)), ("a", 2, Record("\uFF5E", 3)), ("a", 1, Record("\U0001F600", 4)), ("b", 5, Record("k", 5))]);
        }));
        Reopen();

        Assert.Equal(parts, Store.Load().Parts);
        Assert.Equal([(1, 1), (2, 2)], Store.Parts.Find("a", "k").Select(row => (row.Part, row.Record.Version)));
        Assert.Empty(Store.Parts.Find("a", "K"));
        Assert.Equal(["k", "\uFF5E", "\U0001F600"], Store.Parts.ScanKeys("a", null, 9));
        Assert.Equal(["\uFF5E"], Store.Parts.ScanKeys("a", "k", 1));
        Assert.Equal(["k", "\uFF5E"], Store.Parts.Scan("a", 2, null, 9).Select(record => record.Key));
        Assert.Equal(["\U0001F600"], Store.Parts.Scan("a", 1, "k", 9).Select(record => record.Key));
        Assert.Null(Store.Find("a", "k"));
    }

    [Fact]
    public void A_part_that_is_dropped_takes_its_rows_along_and_no_others()
    {
        var part = PartReplica.Empty(1, "a", MapQuery.All with { Where = new AndPredicate([]) });
        Store.Commit(Change(change =>
        {
            change.PutParts.AddRange([part, part with { Id = 2, Query = part.Query with { Fields = [FieldPath.Of("x")] } }]);
            change.PutRecords.Add(("a", Record("k")));
            change.PutMaps.Add(MapReplica.Empty("a"));
            change.PutRows.AddRange([("a", 1, Record("k", 1)), ("a", 2, Record("k", 2)), ("a", 2, Record("l", 3)), ("a", 2, Record("m", 4, generation: 1))]);
        }));
        Store.Commit(Change(change =>
        {
            change.DroppedParts.Add(part);
            change.DroppedMaps.Add("a");
            change.DroppedRows.AddRange([("a", 2, "k"), ("a", 2, "never"), ("none", 2, "l")]);
            change.SweptParts.Add(("a", 2, 1));
        }));
        Reopen();

        Assert.Equal([2], Store.Load().Parts.Select(held => held.Id));
        Assert.Equal(["m"], Store.Parts.ScanKeys("a", null, 9));
        Assert.Null(Store.Find("a", "k"));
        Assert.Empty(Store.Load().Maps);
    }

    [Fact]
    public void A_long_run_of_steps_leaves_the_same_as_in_memory()
    {
        var random = new Random(20260301);
        var model = new MemoryReplicaStore("n1");
        for (var step = 0; step < 300; step++)
        {
            var change = RandomChange(random, model);
            model.Commit(change);
            Store.Commit(change);
            if (step % 25 == 0) Reopen();
            if (step % 10 == 0) StoreShape.Equal(StoreShape.Of(model, "a", "b"), StoreShape.Of(Store, "a", "b"));
        }

        StoreShape.Equal(StoreShape.Of(model, "a", "b"), StoreShape.Of(Store, "a", "b"));
    }

    /// <summary>Opens the store that the test works on: a new one first, and then the same again.</summary>
    protected abstract IReplicaStore Open();

    /// <summary>What becomes of the store when the process ends; one that lives in memory goes on.</summary>
    protected abstract bool IsPersistent { get; }

    private static ReplicaChange RandomChange(Random random, MemoryReplicaStore model) => Change(change =>
    {
        var state = model.Load();
        var map = random.Next(2) == 0 ? "a" : "b";
        var next = state.LastPosition + 1;
        switch (random.Next(7))
        {
            case 0 or 1: change.PutOps.AddRange([Op(next, map: map), Op(next + 1, new RemoveWrite($"k{random.Next(5)}", WriteBase.Live), map)]); break;
            case 2: change.DroppedOps.AddRange(state.Ops.Where(_ => random.Next(2) == 0).Select(op => op.Position)); break;
            case 3: change.AddedRejections.Add(Rejection(next, new ValueWrite("k", WriteBase.Live, random.NextInt64()))); break;
            case 4: change.DroppedRejections.AddRange(state.Rejections.Take(1).Select(rejection => rejection.Id)); break;
            case 5:
                for (var i = 0; i < 20; i++) change.PutRecords.Add((map, Record($"k{random.Next(40)}", random.Next(100), random.Next(3), random.Next(2) == 0)));
                change.PutMaps.Add(new MapReplica(map, new Cursor((ulong)random.NextInt64(), random.Next(100)), random.Next(3), true, ResetReason.None) { IsWalking = random.Next(2) == 0 });
                break;
            default: change.Swept.Add((map, random.Next(3))); break;
        }
    });

    private static ObjectValue Deep(int levels) => levels == 1 ? ObjectValue.Empty : Value.Object(("in", Deep(levels - 1)));

    private void Reopen()
    {
        if (!IsPersistent) return;
        _store?.Dispose();
        _store = null;
    }
}
