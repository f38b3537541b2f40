using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>What an executor promises when its store does not take a commit: it blocks nobody but the op whose fault it is.</summary>
public class RefusedCommitTests
{
    private const string Map = ExecutorBench.Map;

    // A store that is never released would hang a test for ever; in milliseconds.
    private const int TimeLimit = 60_000;

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

        ExecutorBench.AssertUnavailable(1, await bench.Send(poisoner.Batch(poisoner.Set("a", 1))));
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

        ExecutorBench.AssertUnavailable(3, await bench.Send(writer.Batch()));
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

    private static Func<PartitionCommit, bool> Holds(string key) => commit => commit.Records.Any(record => record.Key == key);
}
