namespace TopGun.Client;

/// <summary>Lets any number of waiters learn that something may have changed. Safe for many threads at once.</summary>
/// <remarks>A waiter takes <see cref="Next"/>, then looks, then waits; so nothing between its look and its wait is missed.</remarks>
internal sealed class Notice
{
    private TaskCompletionSource? _next;

    /// <summary>Completes when <see cref="Raise"/> is called next.</summary>
    public Task Next()
    {
        while (true)
        {
            if (Volatile.Read(ref _next) is { } waited) return waited.Task;
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _next, mine, null) is null) return mine.Task;
        }
    }

    /// <summary>Wakes all who wait. It runs none of their code.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, null)?.SetResult();
}
