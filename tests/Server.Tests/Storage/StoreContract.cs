using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Server.Storage;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What every store promises.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected const string Map = "todos";

    private IStore? _store;

    protected IStore Store => _store!;

    /// <summary>Opens the store of this test, with what it held when it was closed last.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Brings the store to where nothing but its tables answers a load.</summary>
    protected abstract Task FoldAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_partition_that_was_never_written_is_empty()
    {
        var stored = await TakeAsync();

        Assert.Equal(0, stored.Head);
        Assert.Empty(stored.Epochs);
        Assert.True(stored.ClockHighWater.IsDefault);
    }

    [Fact]
    public async Task A_map_that_was_never_written_is_empty()
    {
        var map = await LoadAsync("never");

        Assert.Equal("never", map.Name);
        Assert.Empty(map.Records);
        Assert.Empty(map.Writers);
    }

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task A_commit_is_there_after_reopening()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a", "b"));

        await ReopenAsync();

        var stored = await TakeAsync(Epoch + 1);
        Assert.Equal(1, stored.Head);
        Assert.Equal(Clock, stored.ClockHighWater);
        Assert.Equal(["a@1=x", "b@1=x"], Show(await LoadAsync()));
    }

    [Fact]
    public async Task A_load_sees_the_newest_state_of_each_key_in_the_order_of_versions()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "old", "b", "a", "c"));
        await CommitAsync(Write(Map, 1, "new", "a"));
        Assert.Equal(["a@2=new", "b@1=old", "c@1=old"], Show(await LoadAsync()).Order());
        Assert.Equal(2, (await LoadAsync()).Records[^1].Version);
    }

    [Fact, Trait("Invariant", "INV-STO-5")]
    public async Task A_load_sees_what_is_folded_with_what_is_not()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "folded", "a", "b"));
        await FoldAsync();
        await CommitAsync(Write(Map, 1, "fresh", "b", "c"));

        Assert.Equal(["a@1=folded", "b@2=fresh", "c@2=fresh"], Show(await LoadAsync()).Order());
        await FoldAsync();
        Assert.Equal(["a@1=folded", "b@2=fresh", "c@2=fresh"], Show(await LoadAsync()).Order());
    }

    [Fact, Trait("Invariant", "INV-STO-5")]
    public async Task Many_changes_of_one_key_leave_the_newest()
    {
        await TakeAsync();
        for (var head = 0L; head < 50; head++) await CommitAsync(Write(Map, head, $"v{head + 1}", "hot"));
        await FoldAsync();

        Assert.Equal(["hot@50=v50"], Show(await LoadAsync()));
    }

    [Fact, Trait("Invariant", "INV-STO-2")]
    public async Task A_commit_of_several_maps_is_stored_in_all_of_them()
    {
        var (first, second) = TwoMapsOfOnePartition();
        await TakeAsync(Epoch, first);
        await CommitAsync(Write(first, 0, "x", "a") with
        {
            NewHead = 2,
            Records = [new RecordChange(first, "a", 1, Bytes("x")), new RecordChange(second, "b", 2, Bytes("y"))],
            Writers = [Results(first, 0, 1), Results(second, 0, 1)],
        });

        await ReopenAsync();

        Assert.Equal(["a@1=x"], Show(await LoadAsync(first)));
        Assert.Equal(["b@2=y"], Show(await LoadAsync(second)));
        Assert.Single((await LoadAsync(first)).Writers);
        Assert.Single((await LoadAsync(second)).Writers);
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task Refuses_a_paused_owner_that_wakes_up()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "mine", "a"));
        await TakeAsync(Epoch + 1);

        await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(Write(Map, 1, "late", "a")));

        Assert.Equal(["a@1=mine"], Show(await LoadAsync()));
        await CommitAsync(Write(Map, 1, "theirs", "a") with { Epoch = Epoch + 1 });
        Assert.Equal(["a@2=theirs"], Show(await LoadAsync()));
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task Refuses_a_paused_owner_also_when_it_commits_results_only_and_after_reopening()
    {
        await TakeAsync();
        await TakeAsync(Epoch + 1);
        await ReopenAsync();

        await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1)] }));

        Assert.Empty((await LoadAsync()).Writers);
    }

    [Theory, Trait("Invariant", "INV-STO-3")]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Refuses_a_commit_that_builds_on_another_head(long head)
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a"));

        await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(Write(Map, head, "y", "a")));

        Assert.Equal(["a@1=x"], Show(await LoadAsync()));
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task Refuses_a_commit_to_a_partition_that_nobody_took()
        => await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(Write(Map, 0, "x", "a")));

    [Fact]
    public async Task Commits_of_one_partition_take_effect_in_the_order_in_which_they_were_handed_over()
    {
        await TakeAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(head => CommitAsync(Write(Map, head, $"v{head}", "k", $"k{head % 7}"))));

        Assert.Equal(200, (await TakeAsync(Epoch + 1)).Head);
        Assert.Equal("k@200=v199", Show(await LoadAsync()).Single(record => record.StartsWith("k@", StringComparison.Ordinal)));
    }

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task Many_partitions_commit_at_once_and_nothing_is_lost()
    {
        var maps = Enumerable.Range(0, 40).Select(number => $"map{number}").DistinctBy(PartitionId.Of).ToArray();
        await Task.WhenAll(maps.Select(map => Task.Run(async () =>
        {
            await TakeAsync(Epoch, map);
            for (var head = 0L; head < 25; head++) await CommitAsync(Write(map, head, $"{map}/{head}", $"k{head}", "last"));
        })));

        await ReopenAsync();

        foreach (var map in maps)
        {
            Assert.Equal(25, (await TakeAsync(Epoch + 1, map)).Head);
            var records = Show(await LoadAsync(map));
            Assert.Equal(26, records.Length);
            Assert.Contains($"last@25={map}/24", records);
        }
    }

    [Theory, Trait("Invariant", "INV-STO-1"), Trait("Invariant", "INV-STO-2"), Trait("Invariant", "INV-STO-3")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_commits_whose_answers_fail_each_is_there_whole_or_not_at_all_once_the_partition_is_taken_anew(int seed)
    {
        const long Commits = 60;
        var (random, faulty) = (new Random(seed), new FaultInjectingStore(Store));
        var (epoch, head, doubts) = (Epoch, (await TakeAsync(Epoch, History.Map)).Head, 0);
        while (head < Commits)
        {
            if (random.Next(3) == 0) faulty.Inject(StoreStep.Commit, random.Next(2) == 0 ? StoreFault.UnavailableBefore : StoreFault.UnavailableAfter);
            try
            {
                await faulty.CommitAsync(History.Commit(head + 1) with { Epoch = epoch }, CancellationToken.None);
                head++;
            }
            catch (StoreUnavailableException)
            {
                doubts++;
                if (random.Next(3) == 0) await ReopenAsync();
                faulty = new FaultInjectingStore(Store);
                var known = (await faulty.TakeAsync(PartitionId.Of(History.Map), ++epoch, CancellationToken.None)).Head;
                Assert.InRange(known, head, head + 1);
                // Whoever wrote under the term before can't write any more, whatever became of that commit.
                await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(History.Commit(known + 1) with { Epoch = epoch - 1 }));
                History.AssertIs(head = known, await LoadAsync(History.Map));
            }
        }

        Assert.True(doubts > 5, $"Seed {seed}: too few commits were in doubt.");
        await ReopenAsync();
        History.AssertIs(Commits, await LoadAsync(History.Map));
    }

    [Fact, Trait("Invariant", "INV-STO-4")]
    public async Task A_result_is_stored_in_the_commit_of_its_op()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a") with { Writers = [Results(Map, 0, 1, 2, 3)] });

        await ReopenAsync();

        var writer = Assert.Single((await LoadAsync()).Writers);
        Assert.Equal(Results(Map, 0, 1, 2, 3) with { Results = [] }, writer with { Results = [] });
        Assert.Equal([ResultOf(1), ResultOf(2), ResultOf(3)], writer.Results);
    }

    [Theory, Trait("Invariant", "INV-STO-4")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Results_are_kept_until_they_are_confirmed(bool folded)
    {
        await TakeAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1, 2, 3)] });
        if (folded) await FoldAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 2, 4)] });
        if (folded) await FoldAsync();

        var writer = Assert.Single((await LoadAsync()).Writers);
        Assert.Equal((4, 2), (writer.Last, writer.SettledThrough));
        Assert.Equal([ResultOf(3), ResultOf(4)], writer.Results);
    }

    [Fact, Trait("Invariant", "INV-STO-4")]
    public async Task A_writer_that_jumps_ahead_keeps_no_older_results()
    {
        await TakeAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1, 2)] });
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 9, 10)] });

        Assert.Equal([ResultOf(10)], Assert.Single((await LoadAsync()).Writers).Results);
    }

    [Theory, Trait("Invariant", "INV-RES-3")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Registrations_are_as_their_steps_leave_them(bool folded)
    {
        await TakeAsync();
        for (var version = 1L; version <= 40; version++)
        {
            await CommitAsync(History.Commit(version));
            if (folded && version % 3 == 0) await FoldAsync();
            History.AssertIs(version, await LoadAsync(History.Map));
        }

        await ReopenAsync();

        History.AssertIs(40, await LoadAsync(History.Map));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Registrations_of_many_maps_are_listed_in_pages_without_loading_the_maps(bool folded)
    {
        string[] maps = ["a", "a\0", "ab", "b", "ü", "\uFF5E", "𝄞"];
        foreach (var map in maps)
        {
            await TakeAsync(Epoch, map);
            var head = (await TakeAsync(Epoch, map)).Head;
            await CommitAsync(Empty(map, head) with { Registrations = [Define(map), new(map, "rule", RegistrationStep.Claim, null, "alice", 5)] });
        }

        if (folded) await FoldAsync();
        await CommitAsync(Empty("b", 0) with { Registrations = [new("b", "rule", RegistrationStep.Remove)] });

        List<string> listed = [];
        for (var from = ""; ;)
        {
            var page = await Store.ListRegistrationsAsync(from, 2, CancellationToken.None);
            Assert.All(page, map => Assert.Equal(["alice"], Assert.Single(map.Registrations).Claims.Select(claim => claim.Subject)));
            listed.AddRange(page.Select(map => map.Map));
            if (page.Count < 2) break;
            from = page[^1].Map + '\0';
        }

        Assert.Equal(maps.Where(map => map != "b"), listed);

        static RegistrationChange Define(string map)
            => new(map, "rule", RegistrationStep.Define, new ResolverDefinition("rule", new ScriptRule(map), 100));
    }

    [Fact]
    public async Task Rows_of_several_writers_are_apart()
    {
        var sameNode = new WriterId(Alice.NodeId, "b2");
        await TakeAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1), Results(Map, 0, 1, 2) with { Writer = sameNode }] });
        await FoldAsync();

        var writers = (await LoadAsync()).Writers.ToDictionary(row => row.Writer);
        Assert.Equal(1, writers[Alice].Last);
        Assert.Equal(2, writers[sameNode].Last);
    }

    [Fact]
    public async Task An_epoch_is_listed_only_when_it_committed_a_version()
    {
        await TakeAsync(Epoch);
        await CommitAsync(Write(Map, 0, "x", "a"));
        await TakeAsync(Epoch + 1);
        await CommitAsync(Empty(Map, 1) with { Epoch = Epoch + 1, Writers = [Results(Map, 0, 1)] });
        await TakeAsync(Epoch + 2);
        await CommitAsync(Write(Map, 1, "y", "a") with { Epoch = Epoch + 2 });
        await CommitAsync(Write(Map, 2, "z", "a") with { Epoch = Epoch + 2 });

        await ReopenAsync();

        Assert.Equal([new EpochStart(Epoch, 1), new EpochStart(Epoch + 2, 2)], (await TakeAsync(Epoch + 3)).Epochs);
    }

    [Fact]
    public async Task Keys_may_be_any_text()
    {
        string[] keys = ["", "\0", "a", "a\0", "ä", "日本", "𝄞", new string('k', 512)];
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", keys));
        await FoldAsync();

        Assert.Equal(keys.Order(StringComparer.Ordinal), (await LoadAsync()).Records.Select(record => record.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_record_may_be_empty_or_a_megabyte()
    {
        var large = new byte[1 << 20];
        new Random(1).NextBytes(large);
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "", "empty") with { Records = [new(Map, "empty", 1, []), new(Map, "large", 1, large)] });
        await FoldAsync();

        var records = (await LoadAsync()).Records.ToDictionary(record => record.Key);
        Assert.Empty(records["empty"].Bytes);
        Assert.True(records["large"].Bytes.AsSpan().SequenceEqual(large));
    }

    [Theory, Trait("Invariant", "INV-OWN-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_keeps_its_owner_until_a_commit_says_otherwise(bool folded)
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x") with
        {
            Records = [new(Map, "a", 1, Bytes("x"), "ann"), new(Map, "b", 1, Bytes("x"), "bob"), new(Map, "c", 1, Bytes("x")), new(Map, "d", 1, Bytes("x"), "ünï \U0001F600")],
        });
        if (folded) await FoldAsync();
        await CommitAsync(Write(Map, 1, "y") with { Records = [new(Map, "b", 2, Bytes("gone")), new(Map, "c", 2, Bytes("y"), "ann")] });
        if (folded) await FoldAsync();

        await ReopenAsync();

        Assert.Equal(["a@1=x of ann", "b@2=gone", "c@2=y of ann", "d@1=x of ünï \U0001F600"], Show(await LoadAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_node_id_stays_with_the_user_who_used_it_first()
    {
        Assert.Equal("alice", await Store.BindNodeAsync("n1", "alice", CancellationToken.None));
        Assert.Equal("alice", await Store.BindNodeAsync("n1", "bob", CancellationToken.None));
        Assert.Equal("bob", await Store.BindNodeAsync("n2", "bob", CancellationToken.None));

        await ReopenAsync();

        Assert.Equal("alice", await Store.BindNodeAsync("n1", "bob", CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_users_who_bind_a_node_id_at_once_one_wins()
    {
        var bound = await Task.WhenAll(Enumerable.Range(0, 50).Select(user => Task.Run(() => Store.BindNodeAsync("n", $"user{user}", CancellationToken.None).AsTask())));

        Assert.Single(bound.Distinct());
    }

    [Fact, Trait("Invariant", "INV-TTL-4"), Trait("Invariant", "INV-STO-5")]
    public async Task When_a_record_expires_is_stored_with_it_folded_or_not()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a", "b") with { Records = [Expiring(Map, "a", 1, 500), Expiring(Map, "b", 1, 400)] });
        Assert.Equal([("a", 500L), ("b", 400L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());
        await FoldAsync();
        Assert.Equal([("a", 500L), ("b", 400L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());
        await ReopenAsync();
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());

        await TakeAsync(Epoch + 1);
        await CommitAsync(Write(Map, 1, "x", "b") with { Epoch = Epoch + 1 });
        Assert.Equal([("a", 500L), ("b", 0L)], await TimesAsync());
        await FoldAsync();
        Assert.Equal([("a", 500L), ("b", 0L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 500)], await ExpiringAsync());

        async Task<(string, long)[]> TimesAsync() => [.. (await LoadAsync()).Records.Select(record => (record.Key, record.ExpiresAtMs)).Order()];
    }

    [Fact, Trait("Invariant", "INV-TOM-1"), Trait("Invariant", "INV-STO-5")]
    public async Task What_is_forgotten_is_gone_folded_or_not_and_how_far_it_went_is_stored()
    {
        var horizon = new MapHorizon(2, Clock);
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a", "b") with { Mark = new TimeMark(10, 1, Clock) });
        await FoldAsync();
        await CommitAsync(Write(Map, 1, "x", "c", "d"));
        await CommitAsync(Empty(Map, 2) with { Collected = [new MapCollection(Map, horizon, ["a", "c"])], Mark = new TimeMark(20, 2, Clock) });
        await CommitAsync(Write(Map, 2, "again", "c") with { Mark = new TimeMark(30, 3, Clock), MarksFromMs = 20 });

        await AssertAsync();
        await FoldAsync();
        await AssertAsync();
        await ReopenAsync();
        await AssertAsync();
        Assert.Equal([new TimeMark(20, 2, Clock), new TimeMark(30, 3, Clock)], (await TakeAsync(Epoch + 1)).Marks);

        async Task AssertAsync()
        {
            var map = await LoadAsync();
            Assert.Equal(["b@1=x", "c@3=again", "d@2=x"], Show(map).Order());
            Assert.Equal(horizon, map.Horizon);
        }
    }

    [Fact, Trait("Invariant", "INV-TTL-4")]
    public async Task Maps_in_which_something_expires_are_found_page_by_page_without_the_others()
    {
        var head = 0L;
        foreach (var map in new[] { "c", "a", "none", "b" })
        {
            await TakeAsync(Epoch, map);
            await CommitAsync(Write(map, 0, "x", "k") with { Records = [Expiring(map, "k", 1, map == "none" ? 0 : 100 + ++head)] });
            if (map == "a") await FoldAsync();
        }

        Assert.Equal([new MapExpiry("a", 102), new MapExpiry("b", 103)], await ExpiringAsync("", 2));
        Assert.Equal([new MapExpiry("c", 101)], await ExpiringAsync("b\0", 2));
        Assert.Equal([new MapExpiry("b", 103), new MapExpiry("c", 101)], await ExpiringAsync("b", 3));
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = null;
        _store = await OpenAsync();
    }

    protected Task<StoredPartition> TakeAsync(ulong epoch = Epoch, string map = Map) => Store.TakeAsync(PartitionId.Of(map), epoch, CancellationToken.None).AsTask();

    private static RecordChange Expiring(string map, string key, long version, long atMs) => new(map, key, version, Bytes("x"), null, atMs);

    private Task<IReadOnlyList<MapExpiry>> ExpiringAsync(string from = "", int most = 10) => Store.ListExpiringAsync(from, most, CancellationToken.None).AsTask();

    protected Task CommitAsync(PartitionCommit commit) => Store.CommitAsync(commit, CancellationToken.None).AsTask();

    protected Task<StoredMap> LoadAsync(string map = Map) => Store.LoadAsync(map, CancellationToken.None).AsTask();

    private static (string First, string Second) TwoMapsOfOnePartition()
    {
        var other = Enumerable.Range(0, int.MaxValue).Select(number => $"m{number}").First(name => PartitionId.Of(name) == PartitionId.Of(Map));
        return (Map, other);
    }
}
