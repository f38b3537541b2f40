using TopGun.Core.Replicas;
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

    private ReplicaSession Greet(Replica replica)
    {
        var session = new ReplicaSession(replica, [], "test");
        Assert.IsType<Hello>(session.Next(Now));
        session.Receive(new Welcome(1, [], SyncLimits.Default, _nowMs, "alice", 25_000), Now);
        return session;
    }
}
