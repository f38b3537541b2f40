using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Restores;

/// <summary>What a device makes of where histories parted, and how it asks a server whether they did.</summary>
public sealed class ForkTests
{
    private const string Map = "notes";
    private const long NowMs = 1_700_000_000_000;
    private readonly MemoryReplicaStore _store = new("node1");
    private readonly Dice _dice = new(1);

    private static ClockReading Now => new(NowMs, 1, "boot");

    // A row without the field that was written tells nothing of who gave it its version.
    [Fact, Trait("Invariant", "INV-RSY-4")]
    public void A_write_above_the_fork_of_its_own_epoch_is_lost_whatever_row_has_its_version_now()
    {
        var replica = Open();
        var (session, op) = SettleOutsideThePart(replica, 12);

        session.Receive(Restored.Reset(1, 10, 1), Now);
        Send(session, Row(12));

        Assert.Equal(op.OpId, Assert.Single(replica.Rejections).OpId);
    }

    [Fact, Trait("Invariant", "INV-RSY-4")]
    public void A_write_that_was_settled_in_an_epoch_which_the_server_never_had_is_lost_and_one_that_is_in_its_history_is_not()
    {
        var replica = Open();
        var (session, op) = SettleOutsideThePart(replica, 12);
        var other = Patch(replica, "b");
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, other.Writer, 2, [new OpResult(2, other.OpId, OpResultCode.Applied, 13)]), Now);

        session.Receive(Restored.Anew(1, 2), Now);
        Send(session, Row(13));

        Assert.Equal(op.OpId, Assert.Single(replica.Rejections).OpId);
        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-RSY-4"), Trait("Invariant", "INV-RSY-5")]
    public void What_was_settled_and_overwritten_in_the_new_history_is_no_loss_where_a_part_hears_of_that_later_than_another()
    {
        var replica = Open();
        var (first, second) = (replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] }), replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("b")] }));
        var session = Connect(replica);
        foreach (var part in new[] { first, second }) session.Subscribe(part);
        foreach (var id in new[] { 1, 2 })
        {
            Assert.IsType<Subscribe>(session.Next(Now));
            session.Receive(new ChangePage(id, Cursor.Start, new Cursor(1, 11), false, [Row(11)]), Now);
        }

        // The server lost version 11, tells that to the first part, takes a write, has it overwritten, and the stream breaks.
        session.Receive(Restored.Reset(1, 10, 1), Now);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 10), false, []), Now);
        var op = Patch(replica, "b");
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 2, [new OpResult(1, op.OpId, OpResultCode.Superseded, 14)]), Now);

        session = Connect(replica);
        foreach (var part in replica.PartsOf(Map)) session.Subscribe(part);
        Assert.IsType<Subscribe>(session.Next(Now));
        Assert.IsType<Subscribe>(session.Next(Now));
        session.Receive(Restored.Reset(2, 10, 1), Now);
        foreach (var (id, from) in new[] { (1, new Cursor(1, 10)), (2, Cursor.Start) })
        {
            session.Receive(new ChangePage(id, from, new Cursor(2, 14), false, []), Now);
            session.Receive(new CaughtUp(id, new Cursor(2, 14)), Now);
        }

        var rejection = Assert.Single(replica.Rejections);
        Assert.Equal(("k", 11), (rejection.Key, rejection.HeldVersion));
        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void Where_the_server_never_had_the_epoch_the_fork_is_where_the_view_was_in_the_one_before()
    {
        var replica = Open();
        var session = Connect(replica, Map);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(7, 20), false, [Row(18, "shared")]), Now);
        session.Receive(new ChangePage(1, new Cursor(7, 20), new Cursor(8, 30), false, [Row(22, "lost")]), Now);

        // The backup is of the epoch before, a little newer than what the device saw of that.
        session = Connect(Open(), Map);
        session.Receive(new Reset(1, ResetReason.LostBranch, 0) { Epochs = [new(7, 1), new(9, 22)] }, Now);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(9, 22), false, []), Now);
        session.Receive(new CaughtUp(1, new Cursor(9, 22)), Now);

        Assert.Equal(("lost", 22), Assert.Single(_store.Load().Rejections) is var told ? (told.Key, told.HeldVersion) : default);
    }

    [Fact, Trait("Invariant", "INV-RSY-2")]
    public void A_write_up_to_the_fork_that_was_overwritten_before_the_backup_is_no_loss()
    {
        var replica = Open();
        var session = Connect(replica, Map);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 5), false, []), Now);
        var op = replica.Set(Map, "k", "mine", Now);
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 1, [new OpResult(1, op.OpId, OpResultCode.Applied, 7)]), Now);

        session = Connect(replica, Map);
        session.Receive(Restored.Reset(1, 9, 1), Now);
        Send(session, new ChangedRecord("k", 8, Bytes(LwwMerge.Apply(Record.Never, new ValueWrite("k", WriteBase.Unknown, "theirs"), new HlcTimestamp(NowMs + 9, 0, "other")).Record)));

        Assert.Empty(replica.Rejections);
        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void Who_comes_again_within_a_step_of_a_whole_map_names_its_head()
    {
        var session = Connect(Open(), Map);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 30), true, [Row(30)]) { Head = new Cursor(1, 50) }, Now);

        Connect(Open(), out var again, Map);

        Assert.Equal(new Cursor(1, 30), again.From);
        Assert.Equal([new Cursor(1, 50)], again.Seen);
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void The_head_of_a_step_is_named_beside_results_of_another_epoch()
    {
        var replica = Open();
        var session = Connect(replica, Map);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 30), true, []) { Head = new Cursor(1, 50) }, Now);
        var op = replica.Set(Map, "another", 1, Now);
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 2, [new OpResult(1, op.OpId, OpResultCode.Applied, 60)]), Now);

        Connect(Open(), out var again, Map);

        Assert.Equal(new Cursor(1, 30), again.From);
        Assert.Equal([new Cursor(2, 60), new Cursor(1, 50)], again.Seen);
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void While_a_map_comes_anew_the_fork_is_asked_for_again_and_a_lower_one_counts()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
        change.PutRecords.Add((Map, new ReplicaRecord("shared", 12, 0, true, Row(12).Bytes)));
        change.PutRecords.Add((Map, new ReplicaRecord("lost later", 18, 0, true, Row(18).Bytes)));
        _store.Commit(change);
        Connect(Open(), Map).Receive(Restored.Reset(1, 20, 7), Now);

        var session = Connect(Open(), out var again, Map);
        Assert.Null(again.From);
        Assert.Equal([new Cursor(7, 20)], again.Seen);
        session.Receive(Restored.Reset(1, 15, 7), Now);
        Send(session);

        var rejection = Assert.Single(_store.Load().Rejections);
        Assert.Equal(("lost later", 18), (rejection.Key, rejection.HeldVersion));
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void The_fork_is_named_beside_results_of_a_newer_epoch()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
        change.PutRecords.Add((Map, new ReplicaRecord("lost twice", 12, 0, true, Row(12).Bytes)));
        _store.Commit(change);
        var replica = Open();
        Connect(replica, Map).Receive(Restored.Reset(1, 20, 7), Now);
        // Restored once more, to nothing: a result of that history is newer than the fork of the one before.
        var op = replica.Set(Map, "k", "mine", Now);
        var elsewhere = Connect(replica);
        _ = elsewhere.Next(Now);
        elsewhere.Receive(new OpResults(Map, op.Writer, 9, [new OpResult(1, op.OpId, OpResultCode.Applied, 21)]), Now);

        var session = Connect(replica, out var again, Map);
        Assert.Null(again.From);
        Assert.Equal([new Cursor(9, 21), new Cursor(7, 20)], again.Seen);
        session.Receive(Restored.Anew(1, 9), Now);
        Send(session);

        Assert.Equal("lost twice", Assert.Single(_store.Load().Rejections).Key);
    }

    private (ReplicaSession Session, LoggedOp Op) SettleOutsideThePart(Replica replica, long version)
    {
        var part = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        var session = Connect(replica);
        session.Subscribe(part);
        Assert.IsType<Subscribe>(session.Next(Now));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 11), false, [Row(11)]), Now);
        var op = Patch(replica, "b");
        Assert.IsType<OpBatch>(session.Next(Now));
        session.Receive(new OpResults(Map, op.Writer, 1, [new OpResult(1, op.OpId, OpResultCode.Applied, version)]), Now);
        return (session, op);
    }

    private static LoggedOp Patch(Replica replica, string field) => replica.Patch(Map, "k", new Dictionary<string, Value> { [field] = 1 }, [], Now);

    private static void Send(ReplicaSession session, params ChangedRecord[] records)
    {
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(2, 22), false, records), Now);
        session.Receive(new CaughtUp(1, new Cursor(2, 22)), Now);
    }

    private static ReplicaSession Connect(Replica replica, params string[] maps)
    {
        var session = new ReplicaSession(replica, maps, "test");
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, [Features.Query], SyncLimits.Default, NowMs, "ann", 25_000), Now);
        if (maps.Length > 0) Assert.IsType<Subscribe>(session.Next(Now));
        return session;
    }

    private static ReplicaSession Connect(Replica replica, out Subscribe subscribe, string map)
    {
        var session = new ReplicaSession(replica, [map], "test");
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, [Features.Query], SyncLimits.Default, NowMs, "ann", 25_000), Now);
        subscribe = Assert.IsType<Subscribe>(session.Next(Now));
        return session;
    }

    private Replica Open() => new(_store, RecordCodec.Instance, _dice.Bits);

    private static ChangedRecord Row(long version, string key = "k")
        => new(key, version, Bytes(LwwMerge.Apply(Record.Never, new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("a", version))), new HlcTimestamp(version, 0, "other")).Record));

    private static byte[] Bytes(Record record) => RecordCodec.Instance.Encode(record);
}
