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

        session.Receive(new Reset(1, ResetReason.LostBranch, 10), Now);
        Send(session, Row(12));

        Assert.Equal(op.OpId, Assert.Single(replica.Rejections).OpId);
    }

    [Theory, Trait("Invariant", "INV-RSY-4")]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_the_fork_is_not_known_another_write_of_the_device_s_own_that_gets_the_version_proves_it_lost(bool isTaken)
    {
        var replica = Open();
        var (session, op) = SettleOutsideThePart(replica, 12);
        var other = Patch(replica, "b");

        session.Receive(new Reset(1, ResetReason.LostBranch, 0), Now);
        session.Receive(new OpResults(Map, other.Writer, 2, [new OpResult(2, other.OpId, OpResultCode.Applied, isTaken ? 12 : 13)]), Now);
        Send(session, Row(isTaken ? 12 : 13));

        Assert.Equal(op.OpId, Assert.Single(replica.Rejections).OpId);
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
        session.Receive(new Reset(1, ResetReason.LostBranch, 9), Now);
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

        Assert.Equal((new Cursor(1, 30), new Cursor(1, 50)), (again.From, again.Seen));
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void A_whole_map_of_which_a_step_came_comes_anew_when_results_of_another_epoch_hide_the_head_of_that_step()
    {
        var replica = Open();
        var session = Connect(replica, Map);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 30), true, []) { Head = new Cursor(1, 50) }, Now);
        var op = replica.Set(Map, "another", 1, Now);
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 2, [new OpResult(1, op.OpId, OpResultCode.Applied, 60)]), Now);

        Connect(Open(), out var again, Map);

        Assert.Equal((null, new Cursor(2, 60)), (again.From, again.Seen));
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void While_a_map_comes_anew_the_fork_is_asked_for_again_and_a_lower_one_counts()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
        change.PutRecords.Add((Map, new ReplicaRecord("shared", 12, 0, true, Row(12).Bytes)));
        change.PutRecords.Add((Map, new ReplicaRecord("lost later", 18, 0, true, Row(18).Bytes)));
        _store.Commit(change);
        Connect(Open(), Map).Receive(new Reset(1, ResetReason.LostBranch, 20), Now);

        var session = Connect(Open(), out var again, Map);
        Assert.Equal((null, new Cursor(7, 20)), (again.From, again.Seen));
        session.Receive(new Reset(1, ResetReason.LostBranch, 15), Now);
        Send(session);

        var rejection = Assert.Single(_store.Load().Rejections);
        Assert.Equal(("lost later", 18), (rejection.Key, rejection.HeldVersion));
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void Where_results_of_a_newer_epoch_hide_the_fork_nothing_is_taken_for_shared()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 40), 0, true, ResetReason.None));
        change.PutRecords.Add((Map, new ReplicaRecord("lost twice", 12, 0, true, Row(12).Bytes)));
        _store.Commit(change);
        var replica = Open();
        Connect(replica, Map).Receive(new Reset(1, ResetReason.LostBranch, 20), Now);
        // Restored once more, to nothing: a result of that history is newer than the fork of the one before.
        var op = replica.Set(Map, "k", "mine", Now);
        var elsewhere = Connect(replica);
        _ = elsewhere.Next(Now);
        elsewhere.Receive(new OpResults(Map, op.Writer, 9, [new OpResult(1, op.OpId, OpResultCode.Applied, 21)]), Now);

        var session = Connect(replica, out var again, Map);
        Assert.Equal((null, new Cursor(9, 21)), (again.From, again.Seen));
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

    private static ChangedRecord Row(long version)
        => new("k", version, Bytes(LwwMerge.Apply(Record.Never, new ReplaceWrite("k", WriteBase.Unknown, Value.Object(("a", version))), new HlcTimestamp(version, 0, "other")).Record));

    private static byte[] Bytes(Record record) => RecordCodec.Instance.Encode(record);
}
