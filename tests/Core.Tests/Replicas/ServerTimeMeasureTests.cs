using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Time;

namespace TopGun.Core.Tests.Replicas;

/// <summary>How a replica learns its server's time, and what waits for it.</summary>
public class ServerTimeMeasureTests
{
    private const string Map = "notes";
    private const long ServerAheadMs = 1_000_000;

    private readonly Replica _replica;

    public ServerTimeMeasureTests()
    {
        ulong random = 0;
        _replica = new Replica(new MemoryReplicaStore("n"), new KeptRecords(), () => ++random);
    }

    [Fact]
    public void After_a_slow_first_round_trip_it_asks_again_before_it_dates_a_write()
    {
        var session = Greet(at: 0);
        _replica.Set(Map, "k", 1, At(100));

        // All of the 300 ms went by after the server had read its clock: half of them would date the write 150 ms into the future.
        Welcome(session, readAt: 0, at: 300);
        var ping = Assert.IsType<Ping>(session.Next(At(301)));
        Assert.Null(session.Next(At(301)));
        session.Receive(new Pong(ping.Nonce, ServerAheadMs + 302), At(303));

        var op = Assert.Single(Assert.IsType<OpBatch>(session.Next(At(304))).Ops);
        Assert.InRange(op.Millis, ServerAheadMs + 99, ServerAheadMs + 101);
    }

    [Fact]
    public void After_a_quick_one_it_writes_at_once()
    {
        var session = Greet(at: 0);
        _replica.Set(Map, "k", 1, At(0));

        Welcome(session, readAt: 5, at: 10);

        Assert.IsType<OpBatch>(session.Next(At(10)));
    }

    [Fact]
    public void What_it_knows_already_needs_no_second_question()
    {
        Welcome(Greet(at: 0), readAt: 5, at: 10);
        var session = Greet(at: 1_000);
        _replica.Set(Map, "k", 1, At(1_000));

        Welcome(session, readAt: 1_001, at: 1_500);

        Assert.Equal(ServerAheadMs + 1_000, Assert.Single(Assert.IsType<OpBatch>(session.Next(At(1_500))).Ops).Millis);
    }

    // The wall clock is wrong by years; the monotonic one counts from the boot.
    private static ClockReading At(long ms) => new(77 + ms, ms, "boot");

    private ReplicaSession Greet(long at)
    {
        var session = new ReplicaSession(_replica, [], "test");
        Assert.IsType<Hello>(session.Next(At(at)));
        return session;
    }

    private static void Welcome(ReplicaSession session, long readAt, long at)
        => session.Receive(new Welcome(1, [], SyncLimits.Default, ServerAheadMs + readAt, "alice", 25_000), At(at));
}
