using TopGun.Core.Time;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Devices;

/// <summary>The clocks of a device, which may be years off, run too fast, and jump.</summary>
public sealed class DeviceClock
{
    private const long YearMs = 365L * 24 * 60 * 60 * 1000;
    private readonly Dice _dice;
    private readonly bool _isWrong;
    private readonly long _driftPpm;
    private long _bootMs;
    private string _bootId;

    /// <summary>Makes the clocks of a device that boots now.</summary>
    public DeviceClock(Dice dice, long nowMs, bool isWrong)
    {
        _dice = dice;
        _isWrong = isWrong;
        WallErrorMs = isWrong ? DrawError() : 0;
        _driftPpm = isWrong ? dice.Between(-100, 100) : 0;
        _bootMs = nowMs;
        _bootId = NewBoot();
    }

    /// <summary>How far the wall clock is off, in milliseconds.</summary>
    public long WallErrorMs { get; private set; }

    /// <summary>What the clocks say.</summary>
    public ClockReading Read(long nowMs)
    {
        var sinceBoot = nowMs - _bootMs;
        return new ClockReading(nowMs + WallErrorMs, sinceBoot + sinceBoot * _driftPpm / 1_000_000, _bootId);
    }

    /// <summary>Somebody sets the wall clock.</summary>
    public void Jump() => WallErrorMs = _isWrong ? DrawError() : 0;

    /// <summary>The device boots: monotonic time begins again.</summary>
    public void Boot(long nowMs)
    {
        _bootMs = nowMs - _dice.Below(20_000);
        _bootId = NewBoot();
    }

    private string NewBoot() => $"boot-{_dice.Bits():x16}";

    private long DrawError() => _dice.Below(4) switch
    {
        0 => 0,
        1 => _dice.Between(-2_000, 2_000),
        2 => _dice.Between(-YearMs / 12, YearMs / 12),
        _ => _dice.Between(-10 * YearMs, 10 * YearMs),
    };
}
