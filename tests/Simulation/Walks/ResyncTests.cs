using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Records;
using TopGun.Simulation.Restores;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Walks;

/// <summary>What a replica does between a Reset and the end of the walk that follows it, step by step.</summary>
public sealed class ResyncTests
{
    private const string Map = "notes";
    private const long NowMs = 1_700_000_000_000;
    private static readonly Digest Other = DigestHash.Entry("other", 1, [1]);
    private readonly MemoryReplicaStore _store = new("node1");
    private readonly Dice _dice = new(1);

    public ResyncTests()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 20), 0, true, ResetReason.None));
        _store.Commit(change);
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void A_settled_op_waits_for_the_end_of_the_walk_and_not_for_a_page()
    {
        var replica = Open();
        var op = replica.Set(Map, "k", "mine", Now);
        var session = Connect(replica, out var subscription);
        Assert.True(subscription.Walks);
        _ = session.Next(Now);

        session.Receive(new Reset(1, ResetReason.TooOld, 0) { Head = new Cursor(7, 30) }, Now);
        session.Receive(new OpResults(Map, op.Writer, 7, [new OpResult(1, op.OpId, OpResultCode.Applied, 25)]), Now);
        session.Receive(new ChangePage(1, new Cursor(7, 30), new Cursor(7, 31), false, []), Now);
        Assert.NotNull(replica.Get(Map, "k"));
        Assert.True(replica.MapOf(Map).IsWalking);

        session.Receive(new CaughtUp(1, new Cursor(7, 31), Digest.Empty), Now);
        Assert.Null(replica.Get(Map, "k"));
        Assert.Empty(_store.Load().Ops);
        Assert.False(replica.MapOf(Map).IsWalking);
        Assert.True(session.IsSynced);
    }

    [Theory, Trait("Invariant", "INV-RSY-4")]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_write_that_got_the_number_of_a_lost_one_is_not_taken_for_it(bool isKept)
    {
        var replica = Open();
        var op = replica.Set(Map, "k", "mine", Now);
        var session = Connect(replica, out _);
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 7, [new OpResult(1, op.OpId, OpResultCode.Applied, 25)]), Now);
        var at = isKept ? _store.Load().Ops.Single().At : new HlcTimestamp(NowMs, 0, "node2~a");
        var stands = LwwMerge.Apply(Record.Never, new ValueWrite("k", WriteBase.Unknown, "stands"), at).Record;

        session.Receive(Restored.Anew(1, 8), Now);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(8, 30), false, [new ChangedRecord("k", 25, RecordCodec.Instance.Encode(stands))]), Now);
        session.Receive(new CaughtUp(1, new Cursor(8, 30)), Now);

        Assert.Equal(isKept ? [] : [RejectionCode.LostByRestore], replica.Rejections.Select(rejection => rejection.Code));
        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-RSY-2")]
    public void What_a_restored_server_lost_goes_to_the_inbox_also_if_another_Reset_comes_before_the_end()
    {
        var replica = Open();
        var op = replica.Set(Map, "k", "mine", Now);
        var session = Connect(replica, out _);
        _ = session.Next(Now);
        session.Receive(new OpResults(Map, op.Writer, 7, [new OpResult(1, op.OpId, OpResultCode.Applied, 25)]), Now);

        session.Receive(Restored.Anew(1, 8) with { Head = new Cursor(8, 30) }, Now);
        session = Connect(replica, out _);
        session.Receive(new Reset(1, ResetReason.TooOld, 0) { Head = new Cursor(8, 40) }, Now);
        Assert.Empty(replica.Rejections);
        session.Receive(new CaughtUp(1, new Cursor(8, 40), Digest.Empty), Now);

        Assert.Equal(RejectionCode.LostByRestore, Assert.Single(replica.Rejections).Code);
    }

    [Fact, Trait("Invariant", "INV-RSY-3")]
    public void What_was_held_before_the_Reset_is_dropped_though_its_version_is_higher_than_the_head()
    {
        Hold("lost", 20, 0);
        var session = Connect(Open(), out _);
        session.Receive(Restored.Anew(1, 8) with { Head = new Cursor(8, 10) }, Now);
        session.Receive(new CaughtUp(1, new Cursor(8, 10), Digest.Empty), Now);
        Assert.Single(Assert.IsType<DigestRequest>(session.Next(Now)).Prefixes);

        session.Receive(new DigestReply(1, new Cursor(8, 10), [new DigestNode(DigestPrefix.Root, [], [])], [], false), Now);

        Assert.Null(_store.Find(Map, "lost"));
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void After_a_Reset_instead_of_an_answer_the_client_subscribes_under_another_id()
    {
        var replica = Open();
        var session = Connect(replica, out _);
        session.Receive(new CaughtUp(1, new Cursor(7, 20), Other), Now);
        Assert.IsType<DigestRequest>(session.Next(Now));

        session.Receive(new Reset(1, ResetReason.TooOld, 0) { Head = new Cursor(7, 30) }, Now);

        Assert.Equal(new Unsubscribe(1), session.Next(Now));
        var again = Assert.IsType<Subscribe>(session.Next(Now));
        Assert.Equal((2, new Cursor(7, 30)), (again.SubscriptionId, again.From));
        Assert.False(session.IsSynced);
        session.Receive(new DigestReply(1, new Cursor(7, 30), [new DigestNode(DigestPrefix.Root, [], [])], [], false), Now);
        Assert.True(replica.MapOf(Map).IsWalking);
    }

    [Fact, Trait("Invariant", "INV-DIG-2")]
    public void A_question_that_crosses_a_Reset_ends_no_stream_and_gets_no_answer()
    {
        var world = new WalkedMap(100);
        var session = world.Subscribed();
        session.Pull(Map, world.Partition.Committed, 1 << 20).Read();

        world.ForgetAll();
        Assert.IsType<Reset>(session.Pull(Map, world.Partition.Committed, 1).Read()[0]);
        session.Receive(new DigestRequest(1, [DigestPrefix.Root], []));

        for (var step = 0; step < 200; step++) Assert.Empty(session.Pull(Map, world.Partition.Committed, 1).Read().OfType<DigestReply>());
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void A_server_that_says_no_digest_gives_the_map_anew()
    {
        var replica = Open();
        var session = Connect(replica, out _);
        session.Receive(new Reset(1, ResetReason.TooOld, 0) { Head = new Cursor(7, 30) }, Now);
        session = Connect(replica, out var subscription);
        Assert.Equal(new Cursor(7, 30), subscription.From);

        session.Receive(new CaughtUp(1, new Cursor(7, 30)), Now);

        Assert.IsType<Unsubscribe>(session.Next(Now));
        Assert.Null(Assert.IsType<Subscribe>(session.Next(Now)).From);
        Assert.False(session.IsSynced);
        session.Receive(new ChangePage(2, Cursor.Start, new Cursor(7, 30), false, []), Now);
        Assert.Equal(ResetReason.None, replica.MapOf(Map).Resetting);
    }

    [Fact]
    public void A_part_of_a_map_is_not_compared_but_taken()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 20), 0, false, ResetReason.None));
        _store.Commit(change);
        Connect(Open(), out var subscription);
        Assert.False(subscription.Walks);
    }

    private static ClockReading Now => new(NowMs, 0, "boot");

    private Replica Open() => new(_store, RecordCodec.Instance, _dice.Bits);

    private void Hold(string key, long version, int generation)
    {
        var change = new ReplicaChange();
        change.PutRecords.Add((Map, new ReplicaRecord(key, version, generation, true, WalkedMap.BytesOf(key))));
        _store.Commit(change);
    }

    private static ReplicaSession Connect(Replica replica, out Subscribe subscription)
    {
        var session = new ReplicaSession(replica, [Map], "test");
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, [Features.Digest, Features.Resync], SyncLimits.Default, NowMs, "ann", 25_000), Now);
        subscription = Assert.IsType<Subscribe>(session.Next(Now));
        return session;
    }
}
