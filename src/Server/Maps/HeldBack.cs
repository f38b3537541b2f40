using System.Security.Cryptography;

namespace TopGun.Server.Maps;

/// <summary>When those are to come again of whom a partition takes no writes now: later, the more of them there are.</summary>
/// <remarks>To be asked and to say no costs as much as many a write. With one time for all, a crowd would leave the server time for little else. Safe for many threads at once.</remarks>
/// <param name="clock">Tells the time that passes.</param>
internal sealed class HeldBack(TimeProvider clock)
{
    /// <summary>The shortest time, in milliseconds.</summary>
    public const int LeastMs = 200;

    /// <summary>The longest time while only few are held back, in milliseconds.</summary>
    public const int MostOfFewMs = 1_000;

    /// <summary>The longest time of all, in milliseconds.</summary>
    public const int MostMs = 10_000;

    // So many that ask in a second cost little.
    private const int Few = 100;

    private readonly Lock _gate = new();
    private long _second;
    private int _now;
    private int _before;

    /// <summary>Holds one back.</summary>
    /// <returns>After how many milliseconds he is to come again; not the same for all.</returns>
    public int Next()
    {
        int crowd;
        lock (_gate)
        {
            var second = clock.GetTimestamp() / clock.TimestampFrequency;
            if (second != _second) (_second, _before, _now) = (second, second == _second + 1 ? _now : 0, 0);
            crowd = Math.Max(_before, ++_now);
        }

        var most = (int)Math.Clamp((long)MostOfFewMs * crowd / Few, MostOfFewMs, MostMs);
        return RandomNumberGenerator.GetInt32(Math.Max(LeastMs, most / 5), most);
    }
}
