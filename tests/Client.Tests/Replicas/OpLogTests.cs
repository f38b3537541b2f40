using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.Client.Tests.Replicas;

/// <summary>The op log in Core, where the client has found it wanting.</summary>
public sealed class OpLogTests
{
    private readonly MemoryReplicaStore _store = new("n1");
    private long _nowMs = 1_000;
    private ulong _random;

    private ClockReading Now => new(_nowMs, _nowMs, "boot");

    [Fact]
    public void An_older_edit_does_not_overtake_a_newer_one_when_its_number_was_used()
    {
        var earlier = Open();
        earlier.Set("map", "key", "older", Now);
        earlier.Set("map", "key", "old", Now);
        _nowMs += 10;
        var replica = Open();
        replica.Set("map", "key", "newer", Now);
        var session = Greet(replica);
        session.Next(Now);

        session.Receive(new OpResults("map", earlier.Writer, 1, [new OpResult(1, 99, OpResultCode.NumberReused, 0)]), Now);

        var batch = Assert.IsType<OpBatch>(session.Next(Now));
        Assert.Equal([1L, 2L, 3L], batch.Ops.Select(op => op.Number));
        Assert.Equal(["older", "old", "newer"], batch.Ops.Select(op => ((StringValue)((Core.Maps.ValueWrite)op.Writes[0].Write).Value).Text));
        Assert.Equal(Value.Of("newer"), Open().Get("map", "key"));
        Assert.Null(session.Next(Now));
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public void What_ops_name_of_sets_follows_adds_that_are_logged_again()
    {
        var earlier = Open();
        var first = Add(earlier, "a", "b");
        var replica = Open();
        var second = Add(replica, "a");
        var removal = replica.Write("map", replica.IntendRemoval("map", "key", ["a"]), Now);
        Assert.Equal([Tag(first, 0), Tag(second, 0)], TagsOf(removal));
        Assert.Equal([Tag(first, 0)], TagsOf(second));
        var session = Greet(replica, Features.OrMap);
        session.Next(Now);

        session.Receive(new OpResults("map", first.Writer, 1, [new OpResult(1, 99, OpResultCode.NumberReused, 0)]), Now);

        var batch = Assert.IsType<OpBatch>(session.Next(Now));
        Assert.NotEqual(first.Writer, batch.Writer);
        ElementTag Now1(long number) => new(batch.Writer.ClockName, number, 0);
        Assert.Equal([Now1(1)], TagsOf(batch.Ops[1].Writes[0].Write));
        Assert.Equal([Now1(1), Now1(2)], TagsOf(batch.Ops[2].Writes[0].Write));
        Assert.Equal(Value.List("b"), Open().Get("map", "key"));
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public void A_removal_that_waits_goes_on_naming_an_add_whose_outcome_is_unknown()
    {
        var replica = Open();
        var sent = Add(replica, "a");
        var session = Greet(replica, Features.OrMap);
        Assert.IsType<OpBatch>(session.Next(Now));
        replica.Write("map", replica.IntendRemoval("map", "key", ["a"]), Now);

        // A server that has forgotten what it was sent a moment ago would not be believed.
        _nowMs += 2 * 60 * 60 * 1000;
        session.Receive(new BatchStopped("map", sent.Writer, new SyncError(ErrorCode.WriterClosed, "Who is that?"), 0), Now);

        Assert.IsType<Ping>(session.Next(Now));
        var again = Assert.Single(Assert.IsType<OpBatch>(session.Next(Now)).Ops);
        Assert.Equal([Tag(sent, 0)], TagsOf(again.Writes[0].Write));
        Assert.Equal(RejectionCode.OutcomeUnknown, Assert.Single(replica.Rejections).Code);
    }

    [Fact]
    public void A_pause_of_ops_that_are_gone_wakes_nobody()
    {
        var replica = Open();
        var op = replica.Set("map", "key", 1, Now);
        var session = Greet(replica);
        Assert.IsType<OpBatch>(session.Next(Now));
        session.Receive(new BatchStopped("map", op.Writer, new SyncError(ErrorCode.RateLimited, "Wait.", 100), 1), Now);
        Assert.Equal(_nowMs + 100, session.WakeAtMs);

        session.Receive(new OpResults("map", op.Writer, 1, [new OpResult(1, op.OpId, OpResultCode.Applied, 1)]), Now);

        _nowMs += 200;
        Assert.Null(session.Next(Now));
        Assert.True(session.WakeAtMs > _nowMs);
    }

    [Fact]
    public void A_map_too_many_is_left_out_and_says_so()
    {
        var session = new ReplicaSession(Open(), ["a", "b", "c"], "test");
        session.Next(Now);
        session.Receive(new Welcome(1, [], SyncLimits.Default with { MaxSubscriptions = 2 }, _nowMs, "alice", 25_000), Now);

        Assert.Equal("a", Assert.IsType<Subscribe>(session.Next(Now)).Map);
        Assert.Equal("b", Assert.IsType<Subscribe>(session.Next(Now)).Map);
        Assert.Null(session.Next(Now));
        Assert.Equal(ErrorCode.LimitExceeded, session.WhyEnded("c")?.Code);
        Assert.Null(session.WhyEnded("a"));
    }

    private Replica Open() => new(_store, RecordCodec.Instance, () => ++_random * 0x9E37_79B9_7F4A_7C15);

    private LoggedOp Add(Replica replica, params Value[] elements)
        => replica.Write("map", replica.IntendAddition("map", "key", elements), Now);

    private static ElementTag Tag(LoggedOp op, int index) => new(op.Writer.ClockName, op.Number, index);

    private static IEnumerable<ElementTag> TagsOf(LoggedOp op) => TagsOf(op.Writes[0].Write);

    private static IEnumerable<ElementTag> TagsOf(Core.Maps.Write write)
        => (write is AddElementsWrite add ? add.Elements : ((RemoveElementsWrite)write).Elements!).SelectMany(element => element.Tags!);

    private ReplicaSession Greet(Replica replica, params string[] features)
    {
        var session = new ReplicaSession(replica, [], "test");
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, features, SyncLimits.Default, _nowMs, "alice", 25_000), Now);
        return session;
    }
}
