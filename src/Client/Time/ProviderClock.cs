using TopGun.Core.Time;

namespace TopGun.Client.Time;

/// <summary>The clocks of a time provider. The zero of its monotonic clock is this process's own.</summary>
internal sealed class ProviderClock(TimeProvider time) : DeviceClock
{
    private readonly string _boot = DrawBootId();
    private readonly long _start = time.GetTimestamp();

    public override ClockReading Read()
        => new(time.GetUtcNow().ToUnixTimeMilliseconds(), (long)time.GetElapsedTime(_start).TotalMilliseconds, _boot);
}
