namespace TopGun.Server.Sessions.Ladder;

/// <summary>Tells all who wait that something has changed. Who takes <see cref="Next"/> before looking misses nothing.</summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes with the next beat.</summary>
    public Task Next => _next.Task;

    public void Beat() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
