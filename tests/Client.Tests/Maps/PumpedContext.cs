using System.Collections.Concurrent;

namespace TopGun.Client.Tests.Maps;

/// <summary>A thread of a user interface, which does what was posted to it when the test says so.</summary>
internal sealed class PumpedContext : SynchronizationContext
{
    private readonly BlockingCollection<Action> _posted = [];

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add(() => d(state));

    public void RunOne()
    {
        Assert.True(_posted.TryTake(out var work, TimeSpan.FromMinutes(2)), "Nothing was posted.");
        work();
    }

    public void RunUntil(Func<bool> isDone)
    {
        while (!isDone()) RunOne();
    }
}
