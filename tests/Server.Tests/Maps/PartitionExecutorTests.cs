using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>What an executor promises, whatever its store does.</summary>
public class PartitionExecutorTests
{
    private const string Map = ExecutorBench.Map;

    // A store that is never released would hang a test for ever; in milliseconds.
    private const int TimeLimit = 60_000;

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1"), Trait("Invariant", "INV-STO-1")]
    public async Task Nothing_is_seen_or_answered_before_its_commit_is_stored()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);

        var answer = bench.Send(writer.Batch(writer.Set("a", 1)));
        await bench.Store.WhenHanging();
        await bench.LookedAt();

        Assert.False(answer.IsCompleted);
        Assert.Empty(bench.Records());
        Assert.Empty(bench.Results(writer));
        Assert.Equal(0, bench.Seen.Times);

        bench.Store.Release();
        Assert.Null((await answer).Stopped);
        Assert.Equal(["a@1"], bench.Records());
        Assert.Equal(["1 Applied 1"], bench.Results(writer));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1"), Trait("Invariant", "INV-STO-1")]
    public async Task Nor_while_the_store_has_stored_it_but_not_said_so()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangAfter);

        var answer = bench.Send(writer.Batch(writer.Set("a", 1)));
        await bench.Store.WhenHanging();

        Assert.False(answer.IsCompleted);
        Assert.Empty(bench.Records());
        bench.Store.Release();
        await answer;
        Assert.Equal(["a@1"], bench.Records());
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-3")]
    public async Task While_one_commit_is_on_its_way_all_that_arrives_becomes_the_next_one()
    {
        await using var bench = new ExecutorBench();
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        var first = new TestWriter(Map, suffix: "first");
        List<Task<BatchReceipt>> answers = [bench.Send(first.NewOps(1))];
        await bench.Store.WhenHanging();

        for (var i = 0; i < 50; i++) answers.Add(bench.Send(new TestWriter(Map, suffix: $"w{i}").NewOps(2)));
        await bench.LookedAt();
        bench.Store.Release();
        await Task.WhenAll(answers);

        Assert.Equal(2, bench.Store.Commits);
        Assert.Equal(Enumerable.Range(1, 101), bench.Versions());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Batches_are_judged_and_answered_in_the_order_in_which_they_were_handed_over()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        List<long> answered = [];
        for (var number = 1; number <= 500; number++)
        {
            var mine = number;
            bench.Executor.Post(new BatchWork(writer.NewOps(1), Access.Alice, receipt =>
            {
                if (receipt.Stopped is null) answered.Add(mine);
            }));
        }

        await bench.Executor.DisposeAsync();
        Assert.Equal(Enumerable.Range(1, 500).Select(number => (long)number), answered);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Stopping_commits_and_answers_what_was_handed_over_and_takes_nothing_more()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        List<Task<BatchReceipt>> answers = [];
        for (var i = 0; i < 100; i++) answers.Add(bench.Send(writer.NewOps(1)));

        await bench.Executor.DisposeAsync();

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        Assert.Equal(100, (await bench.Stored()).Length);
        Assert.False(bench.Executor.Post(new LoadWork(Map, () => { }, _ => { })));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_damaged_map_is_not_served_and_its_neighbours_are()
    {
        await using var bench = new ExecutorBench();
        bench.Log.Expect(nameof(PartitionLog.Corrupt));
        bench.Damage.Damaged[Map] = true;
        TestWriter writer = new(Map), neighbour = new(ExecutorBench.Neighbour);

        ExecutorBench.AssertUnavailable(1, await bench.Send(writer.NewOps(1)));
        await Assert.ThrowsAsync<StoreCorruptException>(() => bench.LookedAt());
        Assert.Null((await bench.Send(neighbour.NewOps(1))).Stopped);
        Assert.False(bench.Executor.Read(partition => partition.IsLoaded(Map)));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_map_found_damaged_when_the_partition_is_taken_again_does_not_take_its_neighbours_along()
    {
        await using var bench = new ExecutorBench();
        bench.Log.Expect(nameof(PartitionLog.Corrupt));
        TestWriter writer = new(Map), neighbour = new(ExecutorBench.Neighbour);
        await bench.Send(writer.NewOps(1));
        await bench.Send(neighbour.NewOps(1));
        bench.Damage.Damaged[Map] = true;
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        var batch = neighbour.NewOps(1);
        ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
        Assert.Null((await bench.Send(batch)).Stopped);
        ExecutorBench.AssertUnavailable(2, await bench.Send(writer.NewOps(1)));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_map_that_can_not_be_loaded_now_is_loaded_when_it_is_asked_for_again()
    {
        await using var bench = new ExecutorBench();
        bench.Store.Inject(StoreStep.Load, StoreFault.UnavailableBefore);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.LookedAt());
        await bench.LookedAt();
        Assert.True(bench.Executor.Read(partition => partition.IsLoaded(Map)));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1")]
    public async Task An_op_that_is_refused_has_a_durable_result_and_wakes_those_who_wait_for_it()
    {
        await using var bench = new ExecutorBench(new Access().Deny(Map, MapAction.Put));
        var writer = new TestWriter(Map);

        await bench.Send(writer.NewOps(1));
        await bench.Seen.Told;

        Assert.Equal(["1 Forbidden 0"], bench.Results(writer));
        Assert.Empty(await bench.Stored());
    }
}
