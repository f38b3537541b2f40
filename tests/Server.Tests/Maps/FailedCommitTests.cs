using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>What an executor promises when a commit fails, or nobody knows whether it did.</summary>
public class FailedCommitTests
{
    private const string Map = ExecutorBench.Map;

    // A store that is never released would hang a test for ever; in milliseconds.
    private const int TimeLimit = 60_000;

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

        ExecutorBench.AssertUnavailable(1, await create);
        ExecutorBench.AssertUnavailable(1, await edited);
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
        ExecutorBench.AssertUnavailable(1, await created);
        ExecutorBench.AssertUnavailable(1, await edited);

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

        ExecutorBench.AssertUnavailable(1, await bench.Send(writer.Batch(writer.Set("a", 1))));
        await bench.Seen.Told;

        Assert.Equal(["a@1"], bench.Records());
        Assert.Empty(bench.Seen.Uncommitted);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task That_the_store_is_away_is_told_at_once_and_then_once_a_minute_however_often_clients_try()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        await bench.Send(writer.Batch(writer.Set("a", 1)));
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);
        bench.Store.Inject(StoreStep.Take, StoreFault.UnavailableBefore, times: 1_000);

        var batch = writer.Batch(writer.Set("b", 2));
        for (var i = 0; i < 20; i++) ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
        Assert.Equal([nameof(PartitionLog.CommitUnavailable)], bench.Log.Warnings);

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++) ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
        // The attempts that the executor makes by itself are told as often.
        Assert.Equal(2, bench.Log.Warnings.Count);
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
        ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
        ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
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
        ExecutorBench.AssertUnavailable(2, await bench.Send(batch));
        ExecutorBench.AssertUnavailable(2, await bench.Send(batch));

        Assert.Equal(["a@1"], bench.Records());
        Assert.Equal(["a@1"], await bench.Stored());
        // One of its own at the beginning, and none after the other owner's.
        Assert.Equal(2, bench.Store.Commits);
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
        Assert.Equal(Enumerable.Range(1, (int)applied), bench.Versions());
        Assert.Equal(await bench.Stored(), bench.Records());
        Assert.All(writers, writer => Assert.Equal(writer.Last, bench.Results(writer).Count(result => result.Contains(" Applied ", StringComparison.Ordinal))));
        Assert.Empty(bench.Seen.Uncommitted);
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

    private static async Task UntilTaken(ExecutorBench bench, OpBatch batch)
    {
        while ((await bench.Send(batch)).Stopped is { } stopped) Assert.Equal(ErrorCode.Unavailable, stopped.Error.Code);
    }
}
