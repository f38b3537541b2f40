using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
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

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1"), Trait("Invariant", "INV-PAR-2")]
    public async Task What_was_judged_on_top_of_a_commit_that_failed_falls_with_it()
    {
        await using var bench = new ExecutorBench();
        TestWriter first = new(Map, suffix: "first"), second = new(Map, suffix: "second");
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        bench.Inner.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        var create = bench.Send(first.Batch(first.Set("a", 1)));
        await bench.Store.WhenHanging();
        var edit = second.Batch(second.Make(new PatchWrite("a", WriteBase.Live, Value.Object(("title", "x")).Fields, [])));
        var edited = bench.Send(edit);
        await bench.LookedAt();
        bench.Store.Release();

        AssertUnavailable(1, await create);
        AssertUnavailable(1, await edited);
        Assert.Empty(bench.Records());

        // Judged on top of the failed commit it would have been applied.
        await bench.Send(edit);
        Assert.Equal(["1 RecordRemoved 0"], bench.Results(second));
        Assert.Empty(bench.Results(first));
        Assert.Empty(bench.Seen.Uncommitted);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-2"), Trait("Invariant", "INV-OPS-2")]
    public async Task A_commit_in_doubt_that_was_stored_answers_repeats_with_the_recorded_result()
    {
        await using var bench = new ExecutorBench();
        TestWriter first = new(Map, suffix: "first"), second = new(Map, suffix: "second");
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        bench.Inner.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        var create = first.Batch(first.Set("a", 1));
        var created = bench.Send(create);
        await bench.Store.WhenHanging();
        var edit = second.Batch(second.Make(new PatchWrite("a", WriteBase.Live, Value.Object(("title", "x")).Fields, [])));
        var edited = bench.Send(edit);
        await bench.LookedAt();
        bench.Store.Release();
        AssertUnavailable(1, await created);
        AssertUnavailable(1, await edited);

        var repeat = await bench.Send(create);
        await bench.Send(edit);

        Assert.Equal(1, repeat.RepeatFrom);
        Assert.Equal(["1 Applied 1"], bench.Results(first));
        Assert.Equal(["1 Applied 2"], bench.Results(second));
        Assert.Equal(["a@2"], bench.Records());
        Assert.Equal(await bench.Stored(), bench.Records());
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1")]
    public async Task A_commit_in_doubt_that_was_stored_is_shown_even_if_its_writer_never_comes_again()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        AssertUnavailable(1, await bench.Send(writer.Batch(writer.Set("a", 1))));
        await bench.Seen.Told;

        Assert.Equal(["a@1"], bench.Records());
        Assert.Empty(bench.Seen.Uncommitted);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-1")]
    public async Task While_a_commit_is_in_doubt_nothing_new_is_judged_and_what_was_committed_is_read()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.Send(writer.Batch(writer.Set("a", 1)));
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);
        bench.Store.Inject(StoreStep.Take, StoreFault.UnavailableBefore, times: 3);

        var batch = writer.Batch(writer.Set("b", 2));
        AssertUnavailable(2, await bench.Send(batch));
        AssertUnavailable(2, await bench.Send(batch));
        Assert.Equal(["a@1"], bench.Records());
        Assert.Equal(2, bench.Store.Commits);

        // The store is back after the next attempt, whoever asks.
        BatchReceipt answer;
        do answer = await bench.Send(batch);
        while (answer.Stopped is not null);
        Assert.Equal(["a@1", "b@2"], bench.Records());
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-2")]
    public async Task The_clock_falls_back_with_what_was_not_committed()
    {
        await using var bench = new ExecutorBench();
        TestWriter ahead = new(Map, suffix: "ahead"), honest = new(Map, suffix: "honest");
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        var stampedMs = bench.Time.NowMs + 400;
        await bench.Send(ahead.Batch(ahead.Make(new ValueWrite("a", WriteBase.Unknown, 1), millis: stampedMs)));
        await bench.Send(honest.Batch(honest.Make(new ValueWrite("a", WriteBase.Unknown, 2), millis: bench.Time.NowMs + 60_000)));

        // Stamped by the server's clock, which must not remember the op that never was.
        var stamped = bench.Executor.Read(partition => partition.ReadResults(Map, honest.Id, 0, 1))[0].Stamped;
        Assert.Equal(bench.Time.NowMs, stamped!.Value.Millis);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-STO-3")]
    public async Task An_owner_that_was_deposed_steps_down_and_takes_nothing_back()
    {
        await using var bench = new ExecutorBench();
        bench.Log.Expect(nameof(PartitionLog.Deposed));
        var writer = new TestWriter(Map);
        await bench.Send(writer.Batch(writer.Set("a", 1)));
        await bench.TakeOver();

        var batch = writer.Batch(writer.Set("b", 2));
        AssertUnavailable(2, await bench.Send(batch));
        AssertUnavailable(2, await bench.Send(batch));

        Assert.Equal(["a@1"], bench.Records());
        Assert.Equal(["a@1"], await bench.Stored());
        // One of its own at the beginning, and none after the other owner's.
        Assert.Equal(2, bench.Store.Commits);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4")]
    public async Task An_op_that_the_store_refuses_is_rejected_alone()
    {
        await using var bench = new ExecutorBench();
        TestWriter poisoner = new(Map, suffix: "poisoner"), other = new(Map, suffix: "other");
        bench.Store.RefusesIf = Holds("poison");

        await bench.Send(poisoner.Batch(poisoner.Set("a", 1), poisoner.Set("poison", 2), poisoner.Set("b", 3)));
        await bench.Send(other.Batch(other.Set("c", 1)));

        Assert.Equal(["1 Applied 1", "2 StoreRefused 1", "3 Applied 2"], bench.Results(poisoner));
        Assert.Equal(["1 Applied 3"], bench.Results(other));
        Assert.Equal(["a@1", "b@2", "c@3"], bench.Records());
        Assert.Contains(nameof(PartitionLog.OpRefusedByStore), bench.Log.Warnings);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4"), Trait("Invariant", "INV-PAR-3")]
    public async Task Batches_that_share_a_commit_with_a_refused_op_or_lie_on_top_of_it_are_all_applied_in_order()
    {
        await using var bench = new ExecutorBench();
        TestWriter slow = new(Map, suffix: "slow"), poisoner = new(Map, suffix: "poisoner"), other = new(Map, suffix: "other");
        await bench.LookedAt();
        bench.Store.RefusesIf = Holds("poison");
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);

        var before = bench.Send(slow.Batch(slow.Set("a", 1), slow.Set("poison", 1)));
        await bench.Store.WhenHanging();
        Task<BatchReceipt>[] onTop =
        [
            bench.Send(other.Batch(other.Set("b", 1))),
            bench.Send(poisoner.Batch(poisoner.Set("poison", 1), poisoner.Set("c", 2))),
            bench.Send(other.Batch(other.Set("d", 2))),
        ];
        await bench.LookedAt();
        bench.Store.Release();

        await before;
        Assert.All(await Task.WhenAll(onTop), receipt => Assert.Null(receipt.Stopped));
        Assert.Equal(["a@1", "b@2", "c@3", "d@4"], bench.Records());
        Assert.Equal(["1 StoreRefused 2", "2 Applied 3"], bench.Results(poisoner));
        Assert.Equal(["1 Applied 2", "2 Applied 4"], bench.Results(other));
        Assert.Empty(bench.Seen.Uncommitted);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4")]
    public async Task When_not_even_the_refusal_can_be_stored_its_writer_waits_and_the_others_do_not()
    {
        await using var bench = new ExecutorBench();
        TestWriter poisoner = new(Map, suffix: "poisoner"), other = new(Map, suffix: "other");
        bench.Store.RefusesIf = commit => commit.Writers.Any(writer => writer.Writer == poisoner.Id);

        AssertUnavailable(1, await bench.Send(poisoner.Batch(poisoner.Set("a", 1))));
        Assert.Null((await bench.Send(other.Batch(other.Set("b", 1)))).Stopped);

        Assert.Equal(["b@1"], bench.Records());
        Assert.Empty(bench.Fatal);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4")]
    public async Task A_confirmation_that_the_store_refuses_ends_nothing_either()
    {
        await using var bench = new ExecutorBench();
        TestWriter writer = new(Map), other = new(Map, suffix: "other");
        await bench.Send(writer.NewOps(3));
        writer.SettledThrough = 2;
        bench.Store.Inject(StoreStep.Commit, StoreFault.Refused, times: 2);

        AssertUnavailable(3, await bench.Send(writer.Batch()));
        Assert.Null((await bench.Send(other.NewOps(1))).Stopped);
        Assert.Empty(bench.Fatal);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4")]
    public async Task When_the_store_goes_while_ops_are_committed_alone_those_before_keep_their_results()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.Refused);
        bench.Inner.Inject(StoreStep.Commit, StoreFault.HangBefore);
        var batch = writer.NewOps(2);
        var answer = bench.Send(batch);

        // The first op alone is on its way; the second will find the store gone.
        await bench.Inner.WhenHanging();
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);
        bench.Inner.Release();

        Assert.Equal(ErrorCode.Unavailable, (await answer).Stopped!.Error.Code);
        Assert.Equal(["1 Applied 1"], bench.Results(writer));
        Assert.Equal(1, (await bench.Send(batch)).RepeatFrom);
        Assert.Equal(["1 Applied 1", "2 Applied 2"], bench.Results(writer));
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
        Assert.Equal(Enumerable.Range(1, 101), Versions(bench.Records()));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-3"), Trait("Invariant", "INV-OPS-1")]
    public async Task Versions_have_no_gaps_and_ops_one_effect_whatever_the_store_does()
    {
        const int Seed = 4711, Rounds = 120;
        var random = new Random(Seed);
        StoreFault[] faults = [StoreFault.UnavailableBefore, StoreFault.UnavailableAfter, StoreFault.Refused];
        await using var bench = new ExecutorBench();
        TestWriter[] writers = [.. Enumerable.Range(0, 4).Select(number => new TestWriter(Map, suffix: $"w{number}"))];
        await bench.LookedAt();

        for (var round = 0; round < Rounds; round++)
        {
            if (random.Next(3) == 0) bench.Store.Inject(StoreStep.Commit, faults[random.Next(faults.Length)]);
            if (random.Next(10) == 0) bench.Store.Inject(StoreStep.Take, StoreFault.UnavailableBefore);
            await Task.WhenAll(writers.Select(writer => UntilTaken(bench, writer.NewOps(random.Next(1, 4)))));
        }

        var applied = writers.Sum(writer => writer.Last);
        Assert.Equal(Enumerable.Range(1, (int)applied), Versions(bench.Records()));
        Assert.Equal(await bench.Stored(), bench.Records());
        Assert.All(writers, writer => Assert.Equal(writer.Last, bench.Results(writer).Count(result => result.Contains(" Applied ", StringComparison.Ordinal))));
        Assert.Empty(bench.Seen.Uncommitted);
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

        AssertUnavailable(1, await bench.Send(writer.NewOps(1)));
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
        AssertUnavailable(2, await bench.Send(batch));
        Assert.Null((await bench.Send(batch)).Stopped);
        AssertUnavailable(2, await bench.Send(writer.NewOps(1)));
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

    [Fact(Timeout = TimeLimit)]
    public async Task A_store_whose_medium_failed_ends_the_process_and_nothing_is_answered()
    {
        await using var bench = new ExecutorBench();
        bench.Log.Expect(nameof(PartitionLog.Failed));
        var writer = new TestWriter(Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.Failed);

        var answer = bench.Send(writer.NewOps(1));
        await bench.Executor.DisposeAsync();

        Assert.IsType<StoreFailedException>(Assert.Single(bench.Fatal));
        Assert.False(answer.IsCompleted);
        Assert.Empty(bench.Records());
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

    private static async Task UntilTaken(ExecutorBench bench, OpBatch batch)
    {
        while ((await bench.Send(batch)).Stopped is { } stopped) Assert.Equal(ErrorCode.Unavailable, stopped.Error.Code);
    }

    private static void AssertUnavailable(long next, BatchReceipt receipt)
    {
        Assert.Equal(ErrorCode.Unavailable, receipt.Stopped?.Error.Code);
        Assert.Equal(next, receipt.Stopped!.NextNumber);
        Assert.True(receipt.Stopped.Error.RetryAfterMs > 0);
    }

    private static Func<PartitionCommit, bool> Holds(string key) => commit => commit.Records.Any(record => record.Key == key);

    private static IEnumerable<int> Versions(string[] records) => records.Select(record => int.Parse(record[(record.IndexOf('@') + 1)..]));
}
