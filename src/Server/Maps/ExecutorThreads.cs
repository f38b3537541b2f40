using System.Collections.Concurrent;

namespace TopGun.Server.Maps;

/// <summary>Threads on which partitions are written, and nothing else is done. Safe for many threads at once.</summary>
/// <remarks>
/// Those of the pool take what comes first. Under more load than the server can take, thousands of calls come first that are read only to be refused, and a commit had to wait for them at each of its
/// steps: those who could be served waited for those who could not. Here the system shares the processor between reading and writing.
/// </remarks>
internal sealed class ExecutorThreads : TaskScheduler
{
    private readonly BlockingCollection<Task> _steps = [];

    // Where there is one processor, a partition that loads a large map or judges by a slow rule must not be all that happens.
    private static readonly int Count = Math.Max(2, Environment.ProcessorCount);

    private ExecutorThreads()
    {
        // They outlive who needs them first, and are no part of what that one does.
        for (var i = 0; i < Count; i++) new Thread(Run) { IsBackground = true, Name = "TopGun executor" }.UnsafeStart();
    }

    /// <summary>Those of the process: it has only so many processors, however many servers are in it.</summary>
    public static ExecutorThreads Shared { get; } = new();

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Count;

    /// <summary>Starts something that lives on these threads: what it awaits brings it back to them.</summary>
    public Task Start(Func<Task> running) => Task.Factory.StartNew(running, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _steps.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _steps];

    private void Run()
    {
        foreach (var step in _steps.GetConsumingEnumerable()) TryExecuteTask(step);
    }
}
