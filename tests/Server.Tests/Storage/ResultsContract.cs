using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What every store promises of what it keeps beside records: results and rows of writers, registrations, whose a node id is.</summary>
public abstract class ResultsContract : StoreContract
{
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

    [Theory, Trait("Invariant", "INV-OPS-9")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_writer_that_is_forgotten_leaves_nothing_and_begins_anew(bool foldedBefore, bool foldedAfter)
    {
        var other = new WriterId(Alice.NodeId, "b2");
        await TakeAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1, 2, 3), Results(Map, 0, 1) with { Writer = other }] });
        if (foldedBefore) await FoldAsync();
        await CommitAsync(Empty(Map, 0) with { Writers = [new WriterChange(Map, Alice, 0, 0, 0, 0, 1_000, [])] });
        if (foldedAfter) await FoldAsync();

        Assert.Equal(other, Assert.Single((await LoadAsync()).Writers).Writer);
        await ReopenAsync();
        await TakeAsync();
        Assert.Equal(other, Assert.Single((await LoadAsync()).Writers).Writer);

        await CommitAsync(Empty(Map, 0) with { Writers = [Results(Map, 0, 1)] });
        if (foldedAfter) await FoldAsync();
        Assert.Equal([ResultOf(1)], (await LoadAsync()).Writers.Single(row => row.Writer == Alice).Results);
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
}
