namespace TopGun.Scripting.Tests;

/// <summary>A clock that stands still, or moves by a fixed step whenever it is looked at.</summary>
internal sealed class StoppedTime(long ticksPerLook = 0) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now += ticksPerLook;
}
