using TopGun.Core.Time;

namespace TopGun.Client.Time;

/// <summary>The clocks of a time provider. Its monotonic clock may stop while the device sleeps, and its zero is this process's own.</summary>
internal sealed class ProviderClock(TimeProvider time) : DeviceClock
{
    private readonly string _boot = $"p{Guid.NewGuid():n}";
    private readonly long _start = time.GetTimestamp();

    public override ClockReading Read()
        => new(time.GetUtcNow().ToUnixTimeMilliseconds(), (long)time.GetElapsedTime(_start).TotalMilliseconds, _boot);
}
