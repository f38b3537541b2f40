namespace TopGun.Server.Maps;

/// <summary>A place among what waits, for writes that are about to be read: as long as it is held, others find that much less room.</summary>
/// <remarks>Without it all who come while there is room for one would be read, and all but one for nothing.</remarks>
internal sealed class WaitingPlace(WaitingWrites waiting, string subject, long ops, long bytes) : IDisposable
{
    private int _isLeft;

    /// <summary>Leaves it; again, does nothing. Safe for many threads at once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0) waiting.Leave(subject, ops, bytes);
    }
}
