using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Resolving;
using TopGun.Server.Maps;
using TopGun.Server.Tests.Maps;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Registering;

/// <summary>Registrations in the executor of a partition, whatever its store does.</summary>
public class RegisteringExecutorTests
{
    private const int TimeLimit = 60_000;

    private static readonly ResolverDefinition Definition = new("no", new ScriptRule("return { action: 'reject', reason: 'No.' };"), 50);

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-RES-3")]
    public async Task Nothing_is_answered_before_it_is_stored_and_writes_behind_it_are_judged_by_it_meanwhile()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(ExecutorBench.Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);

        var registering = Register(bench);
        await bench.Store.WhenHanging();
        var writing = bench.Send(writer.Batch(writer.Set("a", 1)));
        await bench.LookedAt();
        Assert.False(registering.IsCompleted);

        bench.Store.Release();
        Assert.Equal(new ResolverRegistered(1), await registering);
        await writing;
        Assert.Equal(["1 MergeRejected 0"], bench.Results(writer));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-RES-3")]
    public async Task A_registration_whose_commit_failed_is_gone_with_what_was_judged_by_it()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(ExecutorBench.Map);
        await bench.LookedAt();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        bench.Inner.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        var registering = Register(bench);
        await bench.Store.WhenHanging();
        var batch = writer.Batch(writer.Set("a", 1));
        var writing = bench.Send(batch);
        await bench.LookedAt();
        bench.Store.Release();

        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<ResolverRefused>(await registering).Error.Code);
        Assert.NotNull((await writing).Stopped);
        await bench.Send(batch);
        Assert.Equal(["1 Applied 1"], bench.Results(writer));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-RES-3")]
    public async Task One_that_was_stored_though_nobody_learned_it_is_in_force()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(ExecutorBench.Map);
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        Assert.IsType<ResolverRefused>(await Register(bench));
        await bench.Send(writer.Batch(writer.Set("a", 1)));

        Assert.Equal(["1 ResolverFailed 0"], bench.Results(writer));
        Assert.Equal(new ResolverRegistered(1), await Register(bench));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-PAR-4")]
    public async Task One_that_the_store_refuses_falls_alone()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(ExecutorBench.Map);
        await bench.LookedAt();
        bench.Store.RefusesIf = commit => commit.Registrations.Count > 0;
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);

        var first = bench.Send(writer.NewOps(1));
        await bench.Store.WhenHanging();
        var second = bench.Send(writer.NewOps(1));
        var registering = Register(bench);
        await bench.LookedAt();
        bench.Store.Release();

        Assert.Null((await first).Stopped);
        Assert.Null((await second).Stopped);
        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<ResolverRefused>(await registering).Error.Code);
        Assert.Equal(["1 Applied 1", "2 Applied 2"], bench.Results(writer));
        Assert.Empty(bench.Executor.ReadRegistrations());
    }

    private static Task<ResolverResponse> Register(ExecutorBench bench)
    {
        var answer = new TaskCompletionSource<ResolverResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = new Rule("no", 50, _ => ResolverDecision.Reject("No.")) { Origin = ResolverOrigin.Client };
        var request = new RegisterResolver(ExecutorBench.Map, Definition);
        Assert.True(bench.Executor.Post(new CallWork<ResolverResponse>(
            ExecutorBench.Map, (partition, nowMs) => partition.Register(request, made, Access.Alice, nowMs), answer.SetResult, NotNow, NotNow) { Ops = 1 }));
        return answer.Task;

        static ResolverResponse NotNow() => new ResolverRefused(new SyncError(ErrorCode.Unavailable, "Not now."));
    }
}
