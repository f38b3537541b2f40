using TopGun.Server.Limits;
using TopGun.Server.Maps;

namespace TopGun.Server.Calls;

/// <summary>A call that writes, from when it comes until its writes are handed over or refused.</summary>
/// <param name="pressure">Counts how many there are.</param>
/// <param name="place">Where its writes will wait; null where nobody had to ask for one.</param>
internal sealed class CallReading(Pressure pressure, WaitingPlace? place) : IDisposable
{
    private int _isOver;

    /// <summary>It was read; again, does nothing. Safe for many threads at once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
        place?.Dispose();
        pressure.EndReading();
    }
}
