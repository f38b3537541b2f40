using TopGun.Server.Maps;

namespace TopGun.Server.Tests.Maps;

/// <summary>Where partitions are written.</summary>
public class ExecutorThreadsTests
{
    [Fact]
    public async Task Batches_are_answered_by_threads_that_do_nothing_else_each_time()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(ExecutorBench.Map);
        for (var i = 0; i < 3; i++)
        {
            var answered = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(bench.Executor.Post(new BatchWork(writer.NewOps(1), Access.Alice, _ => answered.SetResult(Thread.CurrentThread.IsThreadPoolThread))));
            Assert.False(await answered.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task What_is_awaited_there_comes_back_there()
    {
        var pool = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = ExecutorThreads.Shared.Start(async () =>
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            await pool.Task;
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
        });
        pool.SetResult();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
