namespace TopGun.Server.Tests;

/// <summary>A clock that stands still until the test moves it.</summary>
internal sealed class ManualTime(long nowMs = ManualTime.NewYear) : TimeProvider
{
    /// <summary>Where it stands at first, in Unix milliseconds.</summary>
    public const long NewYear = 1_767_225_601_000;

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Runs)> _awaited = [];
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);

    public long NowMs => GetUtcNow().ToUnixTimeMilliseconds();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, and rings what is due.</summary>
    public void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += time;
            due = _timers.FindAll(timer => timer.Due <= _now);
            _timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Completes when a timer runs that is due after exactly this time.</summary>
    public Task WhenTimerIsDueIn(TimeSpan time)
    {
        lock (_gate)
        {
            var due = _now + time;
            if (_timers.Exists(timer => timer.Due == due)) return Task.CompletedTask;
            var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((due, runs));
            return runs.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
                foreach (var (due, runs) in time._awaited)
                    if (due == Due) runs.TrySetResult();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
