namespace TopGun.Core.Time;

/// <summary>What a client knows of its server's time: an offset for each boot in which it has met the server.</summary>
/// <remarks>
/// Within one boot a reading is mapped by the monotonic clock, so a wall clock that was wrong, or was put right in between,
/// does not matter. A boot that never met a server is mapped by its wall clock and the newest offset known.
/// Immutable; safe to share.
/// </remarks>
public sealed class ServerTime
{
    private const int KeptBoots = 8;

    private readonly IReadOnlyList<BootOffset> _boots;

    /// <summary>Restores what was stored.</summary>
    /// <param name="boots">The offsets, the newest last.</param>
    public ServerTime(IReadOnlyList<BootOffset> boots) => _boots = boots;

    /// <summary>Nothing known: wall clocks are taken as they are.</summary>
    public static ServerTime Unknown { get; } = new([]);

    /// <summary>The offsets to store, the newest last; at most eight.</summary>
    public IReadOnlyList<BootOffset> Boots => _boots;

    /// <summary>Learns the server's time as it was at one reading of the device's clocks.</summary>
    public ServerTime Learn(ClockReading reading, long serverMs)
    {
        var offset = new BootOffset(reading.BootId, serverMs - reading.MonotonicMs, serverMs - reading.WallMs);
        return new ServerTime([.. _boots.Where(boot => boot.BootId != reading.BootId).TakeLast(KeptBoots - 1), offset]);
    }

    /// <summary>The server's time at a reading, in Unix milliseconds, as well as it is known; never below 0.</summary>
    public long At(ClockReading reading)
    {
        foreach (var boot in _boots)
            if (boot.BootId == reading.BootId) return Clamp(reading.MonotonicMs + boot.MonotonicToServerMs);

        return Clamp(reading.WallMs + (_boots.Count > 0 ? _boots[^1].WallToServerMs : 0));
    }

    private static long Clamp(long millis) => Math.Clamp(millis, 0, HlcTimestamp.MaxMillis);
}
