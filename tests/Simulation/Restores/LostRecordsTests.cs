using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Restores;

/// <summary>What a device tells of records that it held and a restored server does not have, step by step.</summary>
[Trait("Invariant", "INV-RSY-5")]
public sealed class LostRecordsTests
{
    private const string Map = "notes";
    private const long NowMs = 1_700_000_000_000;
    private static readonly Cursor Fork = new(7, 20), Head = new(8, 22);
    private readonly MemoryReplicaStore _store = new("node1");
    private readonly Dice _dice = new(1);

    private static ClockReading Now => new(NowMs, 1, "boot");

    [Fact]
    public void What_does_not_come_again_is_in_the_inbox_as_it_was_held()
    {
        Hold(Whole("shared", 20, ("a", 1)), Whole("lost", 21, ("a", 2), ("b", 3)), Removal("removed", 22), Value("word", 23, "said"));

        ComeByPages(Open(), Sent(Whole("shared", 20, ("a", 1))), Sent(Whole("removed", 5, ("a", 4))));

        Assert.Equal(
            [("lost", 21L), ("removed", 22), ("word", 23)],
            Inbox.Select(rejection => (rejection.Key, rejection.HeldVersion)).OrderBy(entry => entry.Key));
        Assert.All(Inbox, rejection => Assert.Equal((RejectionCode.LostByRestore, 0UL), (rejection.Code, rejection.OpId)));
        Assert.Equal(TopGun.Core.Values.Value.Object(("a", 2), ("b", 3)), Assert.IsType<ReplaceWrite>(Told("lost").Write).Object);
        Assert.IsType<RemoveWrite>(Told("removed").Write);
        Assert.Equal(TopGun.Core.Values.Value.Of("said"), Told("word").AttemptedValue);
        CheckNothingAside();
    }

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    public void What_was_changed_up_to_the_fork_was_the_server_s_and_is_no_loss(long version)
    {
        Hold(Whole("k", version, ("a", 1)));
        ComeByPages(Open());
        Assert.Empty(Inbox);
    }

    [Fact]
    public void What_a_walk_replaces_or_drops_is_in_the_inbox_and_what_it_leaves_is_not()
    {
        Hold(Whole("same", 21, ("a", 1)), Whole("older", 22, ("a", 2)), Whole("gone", 23, ("a", 3)));
        var session = Connect(Open(), Features.Digest, Features.Resync);
        session.Receive(Restored.Reset(1, 20, 7) with { Head = Head }, Now);
        session.Receive(new CaughtUp(1, Head, DigestHash.Entry("other", 1, [1])), Now);
        Assert.IsType<DigestRequest>(session.Next(Now));
        DigestEntry[] leaf = [Entry(Whole("older", 5, ("a", 9))), Entry(Whole("same", 21, ("a", 1)))];
        session.Receive(new DigestReply(1, Head, [new DigestNode(DigestPrefix.Root, [], leaf)], [], false), Now);
        Assert.Empty(Inbox);

        while (session.Next(Now) is DigestRequest asked) session.Receive(new DigestReply(1, Head, asked.Prefixes.Count > 0 ? [new DigestNode(DigestPrefix.Root, [], leaf)] : [], [], false), Now);

        Assert.True(session.IsSynced);
        Assert.Equal(["gone", "older"], Inbox.Select(rejection => rejection.Key).Order());
        CheckNothingAside();
    }

    [Fact]
    public void A_write_that_came_again_under_another_version_and_a_value_that_stands_again_are_no_loss()
    {
        Hold(Whole("sent again", 21, ("a", 1)), Whole("same value", 22, ("a", 2)));
        var later = new ReplicaRecord("same value", 22, 0, true, RecordCodec.Instance.Encode(Made("same value", NowMs + 500, ("a", 2))));
        ComeByPages(Open(), Sent(Whole("sent again", 21, ("a", 1)) with { Version = 22 }), Sent(later));
        Assert.Empty(Inbox);
    }

    [Fact]
    public void What_a_patch_made_anew_in_one_lost_history_and_another_one_has_beside_the_rest_is_no_loss()
    {
        var whole = Made("k", NowMs - 900, ("a", 1), ("b", 2));
        var again = Patched(Record.Never, NowMs - 800, "b", 3);
        Hold(Of("k", 21, whole));
        var session = Connect(Open());
        session.Receive(Restored.Reset(1, 20, 7), Now);
        session.Receive(new ChangePage(1, Cursor.Start, Head, true, [Sent(Of("k", 21, again))]), Now);
        Assert.NotEmpty(_store.Parts.ScanKeys(Map, null, 10));

        // A newer backup has the record that the patch did not find; the patch comes again, and something newer stands in another field.
        session.Receive(Restored.Anew(1, 8), Now);
        Send(session, Sent(Of("k", 23, Patched(Patched(whole, NowMs - 800, "b", 3), NowMs - 700, "a", 4))));

        Assert.Empty(Inbox);
        CheckNothingAside();
    }

    [Fact]
    public void What_a_patch_made_anew_is_told_where_it_is_gone_or_where_fields_are_back_that_it_did_not_find()
    {
        var before = Made("k", NowMs - 900, ("a", 1), ("b", 2));
        var again = Patched(Record.Never, NowMs - 800, "b", 3);
        Hold(Of("overwritten", 21, again), Of("back", 22, again), Of("gone", 23, again));

        ComeByPages(
            Open(),
            Sent(Of("overwritten", 20, Patched(Made("k", NowMs - 900, ("b", 2)), NowMs - 700, "b", 4))),
            Sent(Of("back", 21, Patched(before, NowMs - 700, "b", 4))),
            Sent(Of("gone", 22, Made("k", NowMs - 900, ("b", 2)))));

        Assert.Equal(["back", "gone"], Inbox.Select(rejection => rejection.Key).Order());
        CheckNothingAside();
    }

    [Fact]
    public void A_write_of_the_device_s_own_is_told_once_and_what_others_had_written_to_the_key_beside_it()
    {
        Hold(Whole("mine", 20, ("a", 1)), Whole("both", 20, ("a", 1)));
        var replica = Open();
        var alone = replica.Patch(Map, "mine", TopGun.Core.Values.Value.Object(("a", 2)).Fields, [], Now);
        var beside = replica.Patch(Map, "both", TopGun.Core.Values.Value.Object(("a", 3)).Fields, [], Now);
        var session = Connect(replica);
        Assert.IsType<OpBatch>(session.Next(Now));
        session.Receive(new OpResults(Map, alone.Writer, 7, [new OpResult(1, alone.OpId, OpResultCode.Applied, 22), new OpResult(2, beside.OpId, OpResultCode.Applied, 23)]), Now);
        var at = _store.Load().Ops.ToDictionary(op => op.Keys.Single(), op => op.At);
        // In the lost history the one stands as it was written, and on the other key somebody else had written too. The device has not let go of its ops yet.
        Hold(
            new ReplicaRecord("mine", 22, 0, true, RecordCodec.Instance.Encode(LwwMerge.Apply(Made("mine", NowMs - 900, ("a", 1)), alone.On("mine"), at["mine"]).Record)),
            new ReplicaRecord("both", 23, 0, true, RecordCodec.Instance.Encode(LwwMerge.Apply(Made("both", NowMs - 800, ("b", 4)), beside.On("both"), at["both"]).Record)));

        session.Receive(Restored.Reset(1, 20, 7), Now);
        Send(session, Sent(Whole("mine", 20, ("a", 1))), Sent(Whole("both", 20, ("a", 1))));

        Assert.Equal([alone.OpId], Inbox.Where(rejection => rejection.Key == "mine").Select(rejection => rejection.OpId));
        Assert.Equal((ulong[])[0, beside.OpId], Inbox.Where(rejection => rejection.Key == "both").Select(rejection => rejection.OpId).Order());
        Assert.Empty(_store.Load().Ops);
    }

    [Fact]
    public void Of_what_a_part_held_without_all_fields_these_are_told_and_together_with_the_whole_one_record()
    {
        var part = Open().Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        Hold(Whole("both", 21, ("a", 1), ("b", 2)));
        Row(part, Whole("both", 21, ("a", 1)), Whole("part", 22, ("a", 3)));
        var replica = Open();
        var session = Connect(replica, Features.Query);
        session.Subscribe(Assert.Single(replica.PartsOf(Map)));
        Assert.IsType<Subscribe>(session.Next(Now));

        session.Receive(Restored.Reset(1, 20, 7), Now);
        Send(session);
        Assert.Empty(Inbox);
        session.Receive(Restored.Reset(2, 20, 7), Now);
        session.Receive(new ChangePage(2, Cursor.Start, Head, false, []), Now);
        session.Receive(new CaughtUp(2, Head), Now);

        Assert.Equal(2, Inbox.Count);
        Assert.Equal(TopGun.Core.Values.Value.Object(("a", 1), ("b", 2)), Assert.IsType<ReplaceWrite>(Told("both").Write).Object);
        Assert.Equal([KeyValuePair.Create("a", TopGun.Core.Values.Value.Of(3))], Assert.IsType<PatchWrite>(Told("part").Write).Set);
        CheckNothingAside();
    }

    [Fact]
    public void Of_sets_and_counters_all_that_was_held_is_told()
    {
        var at = new HlcTimestamp(NowMs - 1_000, 0, "other");
        var set = Record.OfSet(at, ["x", "y"], [[new ElementTag("other", 1, 0)], [new ElementTag("other", 1, 1)]]);
        Hold(Of("set", 21, set), Of("counter", 22, Record.OfCounter(at, 0)), Of("same", 23, set), Of("emptied", 24, Record.Removed(MapType.OrMap, at)));

        ComeByPages(
            Open(), Sent(Of("counter", 6, Record.OfCounter(at, 5))), Sent(Of("emptied", 7, set)),
            Sent(Of("same", 9, Record.OfSet(at, ["y", "x"], [[new ElementTag("other", 3, 0)], [new ElementTag("other", 2, 0)]]))));

        Assert.Equal(["counter", "emptied", "set"], Inbox.Select(rejection => rejection.Key).Order());
        Assert.Equal(TopGun.Core.Values.Value.Of(0L), Told("counter").AttemptedValue);
        Assert.Equal(new ListValue(["x", "y"]), Told("set").AttemptedValue);
        Assert.Null(Told("emptied").AttemptedValue);
        // What each is of stands in itself: the restored server may not know the map.
        Assert.Equal([MapType.PnCounter, MapType.OrMap, MapType.OrMap], Inbox.OrderBy(rejection => rejection.Key).Select(rejection => rejection.Write.Type));
    }

    [Fact, Trait("Invariant", "INV-ACC-2")]
    public void Who_may_not_read_a_map_any_more_keeps_nothing_of_it_and_what_he_wrote_himself()
    {
        Hold(Whole("told", 21, ("a", 1)));
        var replica = Open();
        ComeByPages(replica);
        Assert.Single(Inbox);
        Hold(Whole("aside", 30, ("a", 1)));
        replica.Set(Map, "own", "mine", Now);
        var session = Connect(replica);
        session.Receive(Restored.Reset(1, 20, 7), Now);
        session.Receive(new ChangePage(1, Cursor.Start, Head, true, [Sent(Whole("aside", 5, ("a", 2)))]), Now);
        Assert.Single(_store.Parts.ScanKeys(Map, null, 10));

        session.Receive(new Revoked(Map, 1, "no more"), Now);

        Assert.Empty(Inbox);
        CheckNothingAside();
        Assert.Single(_store.Load().Ops);
    }

    [Fact]
    public void A_process_that_dies_in_any_step_loses_no_entry_and_doubles_none()
    {
        for (var steps = 0; ; steps++)
        {
            var disk = new MemoryReplicaStore("node1");
            var change = new ReplicaChange();
            change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
            var lost = Enumerable.Range(21, 8).Select(version => Whole($"k{version}", version, ("a", version))).ToArray();
            change.PutRecords.AddRange(lost.Select(record => (Map, record)));
            disk.Commit(change);
            var left = steps;
            var store = new ObservedStore(disk, _ => { }) { Dies = () => left-- == 0 };
            var died = false;
            try
            {
                ComeByPages(new Replica(store, RecordCodec.Instance, _dice.Bits), Sent(Whole("k21", 5, ("a", 1))));
            }
            catch (DeviceCrashedException)
            {
                died = true;
            }

            var replica = new Replica(disk, RecordCodec.Instance, _dice.Bits);
            var session = new ReplicaSession(replica, [Map], "test");
            Welcome(session);
            if (session.Next(Now) is Subscribe { From: null or { Epoch: 7 } }) session.Receive(Restored.Reset(1, 20, 7), Now);
            Send(session, replica.MapOf(Map).Cursor, Sent(Whole("k21", 5, ("a", 1))));

            Assert.Equal(lost.Select(record => (record.Key, record.Version)), replica.Rejections.Select(rejection => (rejection.Key, rejection.HeldVersion)).OrderBy(entry => entry.HeldVersion));
            if (died) continue;
            Assert.InRange(steps, 4, 20);
            return;
        }
    }

    private List<Rejection> Inbox => [.. _store.Load().Rejections];

    private Rejection Told(string key) => Inbox.Single(rejection => rejection.Key == key);

    private void ComeByPages(Replica replica, params ChangedRecord[] records)
    {
        var session = Connect(replica);
        session.Receive(Restored.Reset(1, 20, 7), Now);
        Send(session, records);
    }

    private static void Send(ReplicaSession session, params ChangedRecord[] records) => Send(session, Cursor.Start, records);

    private static void Send(ReplicaSession session, Cursor from, params ChangedRecord[] records)
    {
        session.Receive(new ChangePage(1, from, Head, false, records), Now);
        session.Receive(new CaughtUp(1, Head), Now);
    }

    private static ReplicaSession Connect(Replica replica, params string[] features)
    {
        var session = new ReplicaSession(replica, [Map], "test");
        Welcome(session, features);
        Assert.IsType<Subscribe>(session.Next(Now));
        return session;
    }

    private static void Welcome(ReplicaSession session, params string[] features)
    {
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, features, SyncLimits.Default, NowMs, "ann", 25_000), Now);
    }

    private Replica Open() => new(_store, RecordCodec.Instance, _dice.Bits);

    private void Hold(params ReplicaRecord[] records)
    {
        var generation = _store.Load().Maps.Select(map => map.Generation).DefaultIfEmpty().Max();
        var change = new ReplicaChange();
        if (_store.Load().Maps.Count == 0) change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
        change.PutRecords.AddRange(records.Select(record => (Map, record with { Generation = generation })));
        _store.Commit(change);
    }

    private void Row(PartReplica part, params ReplicaRecord[] rows)
    {
        var change = new ReplicaChange();
        change.PutParts.Add(part with { Cursor = new Cursor(7, 40), IsComplete = true, Seen = new Cursor(7, 40) });
        change.PutRows.AddRange(rows.Select(row => (Map, part.Id, row)));
        _store.Commit(change);
    }

    private void CheckNothingAside()
    {
        Assert.DoesNotContain(_store.Parts.ScanKeys(Map, null, 100).SelectMany(key => _store.Parts.Find(Map, key)), row => row.Part < 0);
        Assert.All(_store.Load().Maps, map => Assert.Null(map.Lost));
        Assert.All(_store.Load().Parts, part => Assert.Null(part.Lost));
    }

    private static ChangedRecord Sent(ReplicaRecord record) => new(record.Key, record.Version, record.Bytes);

    private static DigestEntry Entry(ReplicaRecord record) => new(record.Key, record.Version, record.Bytes, Digest.Empty);

    private static ReplicaRecord Whole(string key, long version, params (string Name, Value Value)[] fields) => Of(key, version, Made(key, NowMs - 2_000 + version, fields));

    private static ReplicaRecord Removal(string key, long version) => Of(key, version, LwwMerge.Apply(Record.Never, new RemoveWrite(key, WriteBase.Unknown), Other(NowMs - 2_000 + version)).Record);

    private static ReplicaRecord Value(string key, long version, Value value)
        => Of(key, version, LwwMerge.Apply(Record.Never, new ValueWrite(key, WriteBase.Unknown, value), Other(NowMs - 2_000 + version)).Record);

    private static ReplicaRecord Of(string key, long version, Record record) => new(key, version, 0, record.IsLive, RecordCodec.Instance.Encode(record));

    private static Record Made(string key, long ms, params (string Name, Value Value)[] fields)
        => LwwMerge.Apply(Record.Never, new ReplaceWrite(key, WriteBase.Unknown, TopGun.Core.Values.Value.Object(fields)), Other(ms)).Record;

    private static Record Patched(Record record, long ms, string field, Value value)
        => LwwMerge.Apply(record, new PatchWrite("k", WriteBase.Unknown, TopGun.Core.Values.Value.Object((field, value)).Fields, []), Other(ms)).Record;

    private static HlcTimestamp Other(long ms) => new(ms, 0, "other");
}
