using TopGun.Client.Replicas.Sqlite;
using TopGun.Client.Replicas.Sqlite.Salvage;
using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using static TopGun.Client.Tests.Replicas.Steps;

namespace TopGun.Client.Tests.Replicas;

/// <summary>A damaged replica file is set aside, and what can be read of the user's writes goes on.</summary>
public sealed class RescueTests : IAsyncDisposable
{
    private const int Page = 4_096;

    private readonly Bench _bench = new();
    private readonly Random _random = new(20_261_123);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public async Task Writes_of_a_file_in_which_damage_was_seen_go_on_in_a_new_one()
    {
        await using (var before = _bench.OpenOffline("replica.db"))
        {
            before.GetMap("map").Set("a", "one");
            before.GetMap("map").Set("a", "two");
        }

        File.WriteAllText(_bench.PathOf("replica.db.lock"), "d");
        var client = _bench.Open("replica.db");

        Assert.Equal(2, client.Recovery!.KeptWrites);
        Assert.True(client.Recovery.IsWhole);
        Assert.True(File.Exists(client.Recovery.SetAside));
        Assert.Equal("two", client.GetMap("map").Get("a"));
        Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().Soon());
        Assert.Equal("two", _bench.Server.Get("map", "a"));
        Assert.Equal(2, _bench.Server.VersionOf("map", "a"));
    }

    [Fact]
    public async Task A_file_that_was_mended_once_opens_as_ever()
    {
        await using (var before = _bench.OpenOffline("replica.db")) before.GetMap("map").Set("a", "one");
        File.WriteAllText(_bench.PathOf("replica.db.lock"), "d");
        await using (var mended = _bench.OpenOffline("replica.db")) Assert.NotNull(mended.Recovery);

        var client = _bench.OpenOffline("replica.db");

        Assert.Null(client.Recovery);
        Assert.Equal("one", client.GetMap("map").Get("a"));
        Assert.False(File.Exists(_bench.PathOf("replica.db.rebuilt")));
        Assert.False(File.Exists(_bench.PathOf("replica.db.rebuilt.lock")));
    }

    [Fact]
    public void One_who_wants_to_look_first_is_refused_and_nothing_is_moved()
    {
        SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n1").Dispose();
        File.WriteAllText(_bench.PathOf("replica.db.lock"), "d");

        var error = Assert.Throws<TopGunClientException>(
            () => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = _bench.PathOf("replica.db"), WhenDamaged = DamagedReplica.Refuse }));

        Assert.Equal(ClientError.ReplicaDamaged, error.Error);
        Assert.True(File.Exists(_bench.PathOf("replica.db")));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_bench.PathOf("x"))!, "*.damaged-*"));
    }

    [Fact]
    public void Where_the_damaged_file_was_moved_away_by_hand_a_new_one_is_made()
    {
        SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n1").Dispose();
        File.WriteAllText(_bench.PathOf("replica.db.lock"), "d");
        File.Move(_bench.PathOf("replica.db"), _bench.PathOf("kept.db"));

        using (var made = SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n2")) Assert.Equal("n2", made.Load().NodeId);
        using var again = SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n3");
        Assert.Equal("n2", again.Load().NodeId);
    }

    [Fact]
    public void A_replica_whose_first_page_is_gone_is_not_taken_for_a_file_of_another_program()
    {
        SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n1").Dispose();
        Overwrite(_bench.PathOf("replica.db"), 0);

        var store = Rescue("replica.db", out var recovery);

        Assert.False(recovery!.IsWhole);
        Assert.Equal("n2", store.Load().NodeId);
        store.Dispose();
    }

    [Fact]
    public void A_file_of_another_program_stays_where_it_is()
    {
        File.WriteAllText(_bench.PathOf("replica.db"), new string('x', 5_000));

        Assert.Equal(ClientError.ReplicaForeign, Assert.Throws<TopGunClientException>(() => Rescue("replica.db", out _)).Error);
        Assert.Equal(new string('x', 5_000), File.ReadAllText(_bench.PathOf("replica.db")));
    }

    [Fact]
    public void A_crash_between_the_two_moves_leaves_the_new_file_to_be_taken()
    {
        using (var store = SqliteReplicaStore.Open(_bench.PathOf("replica.db.rebuilt"), "n1"))
            store.Commit(Change(change => change.PutOps.Add(Op(1))));
        File.WriteAllText(_bench.PathOf("replica.db-wal"), "of the damaged file");

        using var taken = Rescue("replica.db", out _);

        Assert.Equal([1L], taken.Load().Ops.Select(op => op.Position));
    }

    [Fact]
    public void Behind_a_missing_number_what_was_sent_is_not_sent_again()
    {
        LoggedOp Sent(long position, OpReference? after = null) => Op(position, after: after) with { FirstSentMs = 5 };
        var salvaged = new SalvagedReplica(
            "n1", "alice", null, [Sent(1), Sent(2), Sent(4, new OpReference(Writer, 3)), Op(5, after: new OpReference(Writer, 4)), Op(6, after: new OpReference(Writer, 5))], [], 6, IsWhole: false);

        var change = SalvagedLog.Restore(salvaged, new WriterId("n1", "new"), () => 77);

        Assert.Equal([(1L, "abc"), (2L, "abc"), (1L, "new"), (2L, "new")], change.PutOps.Select(op => (op.Number, op.Writer.Suffix)));
        var lost = Assert.Single(change.AddedRejections);
        Assert.Equal((RejectionCode.OutcomeUnknown, ulong.MaxValue - 4), (lost.Code, lost.OpId));
        // What was built on it names it no more, and what was built on that names it as it is called now.
        Assert.Empty(change.PutOps[2].Afters);
        Assert.Equal([new OpReference(new WriterId("n1", "new"), 1)], change.PutOps[3].Afters);
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public void What_removals_name_of_sets_follows_and_numbers_are_those_of_their_map()
    {
        LoggedOp Of(string map, long position, long number, Core.Maps.Write write, long sentMs = 0)
            => Op(position) with { Map = map, Number = number, Writes = [new OpWrite(write)], FirstSentMs = sentMs };
        RemoveElementsWrite Remove(long number) => new("k", [new SeenElement("a", [new ElementTag(Writer.ClockName, number, 0)])]);
        var add = new AddElementsWrite("k", [new SeenElement("a", [])]);
        var salvaged = new SalvagedReplica(
            "n1", "alice", null, [Of("one", 1, 1, add, 5), Of("one", 2, 3, add), Of("one", 3, 4, Remove(3)), Of("other", 4, 3, add, 5), Of("other", 5, 4, Remove(3))], [], 5, IsWhole: false);

        var change = SalvagedLog.Restore(salvaged, new WriterId("n1", "new"), () => 77);

        Assert.Equal([("one", 1L, "abc"), ("one", 1L, "new"), ("one", 2L, "new"), ("other", 3L, "abc"), ("other", 4L, "abc")], change.PutOps.Select(op => (op.Map, op.Number, op.Writer.Suffix)));
        Assert.Equal(
            [new ElementTag("n1~new", 1, 0), new ElementTag(Writer.ClockName, 3, 0)],
            change.PutOps.Select(op => op.Writes[0].Write).OfType<RemoveElementsWrite>().SelectMany(write => write.Elements!).SelectMany(element => element.Tags!));
    }

    [Fact, Trait("Invariant", "INV-OPS-3"), Trait("Invariant", "INV-OPS-7")]
    public void Whatever_page_is_lost_a_write_that_can_be_read_has_one_fate()
    {
        var written = Filled("whole.db");
        var pages = new FileInfo(_bench.PathOf("whole.db")).Length / Page;
        Assert.True(pages > 60);
        var rescued = 0;
        for (var round = 0; round < 60; round++)
        {
            var name = $"round{round}.db";
            File.Copy(_bench.PathOf("whole.db"), _bench.PathOf(name));
            File.WriteAllText(_bench.PathOf(name + ".lock"), "r");
            for (var hits = _random.Next(1, 4); hits > 0; hits--) Overwrite(_bench.PathOf(name), _random.NextInt64(pages));

            using var store = Rescue(name, out var recovery);
            var state = store.Load();
            if (recovery is null) continue;

            rescued++;
            var inbox = state.Rejections.ToDictionary(rejection => rejection.OpId);
            foreach (var op in state.Ops)
            {
                var original = written[(int)op.Position - 1];
                Assert.Equal(original.Keys, op.Keys);
                Assert.False(inbox.ContainsKey(original.OpId));
                // The same number only as the same op; another number only if no server can know it.
                if (op.Writer == original.Writer) Assert.Equal((original.Number, original.OpId), (op.Number, op.OpId));
                else Assert.Equal(0, original.FirstSentMs);
            }

            foreach (var lane in state.Ops.GroupBy(op => op.Writer))
                Assert.Equal(Enumerable.Range((int)lane.Min(op => op.Number), lane.Count()), lane.Select(op => (int)op.Number).Order());
            if (recovery.IsWhole) Assert.Equal(written.Count, state.Ops.Count + state.Rejections.Count);
        }

        Assert.True(rescued > 10, $"{rescued} rounds were damaged where it is seen at opening.");
    }

    private List<LoggedOp> Filled(string name)
    {
        List<LoggedOp> ops = [];
        for (var position = 1; position <= 4_000; position++)
            ops.Add(Op(position, new TopGun.Core.Maps.ValueWrite($"key{position}", TopGun.Core.Maps.WriteBase.Unknown, Value.Of("some text"))) with
            {
                FirstSentMs = position <= 500 ? 9 : 0,
            });
        using var store = SqliteReplicaStore.Open(_bench.PathOf(name), "n1");
        store.Commit(Change(change => change.PutOps.AddRange(ops)));
        return ops;
    }

    private SqliteReplicaStore Rescue(string name, out ReplicaRecovery? recovery)
        => ReplicaRescue.Open(_bench.PathOf(name), "n2", _bench.NextRandom, _bench.Time, out recovery);

    private void Overwrite(string path, long page)
    {
        var noise = new byte[Page];
        _random.NextBytes(noise);
        using var file = File.OpenWrite(path);
        file.Position = page * Page;
        file.Write(noise);
    }
}
