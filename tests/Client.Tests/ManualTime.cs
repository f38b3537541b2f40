namespace TopGun.Client.Tests;

/// <summary>A time that stands still until a test moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private long _elapsedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _elapsedTicks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time, and lets every timer fire that comes due, each at its moment and on this thread.</summary>
    public void Advance(TimeSpan by)
    {
        long end;
        lock (_gate) end = _elapsedTicks + by.Ticks;
        while (NextUntil(end) is { } timer) timer.Fire();
        lock (_gate) MoveTo_NeedsLock(end);
    }

    /// <summary>Puts the wall clock right, or wrong, without any time passing.</summary>
    public void JumpWall(TimeSpan by)
    {
        lock (_gate) _now += by;
    }

    private Timer? NextUntil(long end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.DueTicks <= end).MinBy(timer => timer.DueTicks);
            if (next is null) return null;
            _timers.Remove(next);
            MoveTo_NeedsLock(Math.Max(_elapsedTicks, next.DueTicks));
            return next;
        }
    }

    private void MoveTo_NeedsLock(long elapsedTicks)
    {
        _now += TimeSpan.FromTicks(elapsedTicks - _elapsedTicks);
        _elapsedTicks = elapsedTicks;
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long DueTicks { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueTicks = time._elapsedTicks + dueTime.Ticks;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
