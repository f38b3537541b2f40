using TopGun.Core.Time;

namespace TopGun.Client.Time;

/// <summary>The clocks of a device. Safe for many threads at once.</summary>
internal abstract class DeviceClock
{
    /// <summary>What the clocks say now.</summary>
    public abstract ClockReading Read();

    /// <summary>The best clock there is for a time provider.</summary>
    /// <param name="time">The time. Anything but the system's own is taken as it is, also for the monotonic clock.</param>
    public static DeviceClock For(TimeProvider time)
        => (time == TimeProvider.System ? UnixSleepClock.Find(time) : null) ?? (DeviceClock)new ProviderClock(time);

    /// <summary>A boot id for a clock whose readings only this process can compare.</summary>
    protected static string DrawBootId() => $"p{Guid.NewGuid():n}";
}
