using TopGun.Core.Digests;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Records;

namespace TopGun.Simulation.Walks;

/// <summary>How far a map has come, by what the server says of it.</summary>
public sealed class ProgressTests
{
    private const string Map = "notes";
    private const long NowMs = 1_700_000_000_000;
    private readonly MemoryReplicaStore _store = new("node1");

    [Fact]
    public void A_map_that_comes_whole_counts_what_came_before()
    {
        var session = Connect();
        Assert.Equal(new MapProgress(MapPhase.Receiving, 0, 0, 0), session.ProgressOf(Map));

        session.Receive(Page(0, 40) with { RecordsLeft = 750, RecordsTotal = 1_000 }, Now);

        Assert.Equal(new MapProgress(MapPhase.Receiving, 250, 1_000, 0.25), session.ProgressOf(Map));
        session.Receive(new CaughtUp(1, new Cursor(7, 40)), Now);
        Assert.Equal(MapProgress.Synced, session.ProgressOf(Map));
        Assert.Equal(MapProgress.Waiting, session.ProgressOf("another"));
    }

    [Fact]
    public void Of_what_changed_since_a_cursor_only_that_counts()
    {
        var change = new ReplicaChange();
        change.PutMaps.Add(new MapReplica(Map, new Cursor(7, 20), 0, true, ResetReason.None));
        _store.Commit(change);
        var session = Connect();

        session.Receive(Page(20, 40) with { RecordsLeft = 3, RecordsTotal = 1_000 }, Now);

        Assert.Equal(new MapProgress(MapPhase.Receiving, 1, 4, 0.25), session.ProgressOf(Map));
    }

    [Fact]
    public void While_the_server_works_out_the_digest_all_has_come()
    {
        var session = Connect();
        session.Receive(Page(0, 40) with { RecordsLeft = 750, RecordsTotal = 1_000 }, Now);
        session.Receive(Page(40, 60) with { More = false }, Now);
        Assert.Equal(new MapProgress(MapPhase.Receiving, 1_000, 1_000, 1), session.ProgressOf(Map));

        // What is written meanwhile comes before CaughtUp.
        session.Receive(Page(60, 61) with { More = false }, Now);
        Assert.Equal(new MapProgress(MapPhase.Receiving, 1_000, 1_000, 1), session.ProgressOf(Map));
        session.Receive(new CaughtUp(1, new Cursor(7, 61)), Now);
        Assert.Equal(MapProgress.Synced, session.ProgressOf(Map));
    }

    [Fact]
    public void A_walk_says_which_part_of_the_keys_is_compared()
    {
        var session = Connect();
        session.Receive(Page(0, 40) with { More = false }, Now);
        session.Receive(new CaughtUp(1, new Cursor(7, 40), DigestHash.Entry("x", 1, [])), Now);
        _ = session.Next(Now);

        Digest[] children = [.. Enumerable.Range(0, 16).Select(i => DigestHash.Entry($"{i}", 1, []))];
        session.Receive(new DigestReply(1, new Cursor(7, 40), [new DigestNode(DigestPrefix.Root, children, [])], [], false), Now);
        Assert.Equal(new MapProgress(MapPhase.Comparing, 0, 0, 0), session.ProgressOf(Map));
        _ = session.Next(Now);
        session.Receive(new DigestReply(1, new Cursor(7, 40), [.. Enumerable.Range(0, 4).Select(i => new DigestNode(DigestPrefix.Root.Child(i), [], []))], [], true), Now);

        Assert.Equal(new MapProgress(MapPhase.Comparing, 0, 0, 0.25), session.ProgressOf(Map));
    }

    private static ClockReading Now => new(NowMs, 0, "boot");

    private static ChangePage Page(long from, long to)
        => new(1, from == 0 ? Cursor.Start : new Cursor(7, from), new Cursor(7, to), true, [new ChangedRecord("k", to, WalkedMap.BytesOf("k"))]);

    private ReplicaSession Connect()
    {
        var session = new ReplicaSession(new Replica(_store, RecordCodec.Instance, () => 42), [Map], "test");
        _ = session.Next(Now);
        session.Receive(new Welcome(1, [Features.Digest, Features.Progress], SyncLimits.Default, NowMs, "ann", 25_000), Now);
        Assert.IsType<Subscribe>(session.Next(Now));
        return session;
    }
}
