namespace TopGun.Server.Storage;

/// <summary>How often it is told that the same thing goes on failing: at once, then at most once a minute, and when it is over.</summary>
/// <remarks>For one thread at a time.</remarks>
/// <param name="time">The time.</param>
internal sealed class Outage(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _told;

    /// <summary>How often it has failed in a row; 0 while it works.</summary>
    public long Tries { get; private set; }

    /// <summary>It has failed.</summary>
    /// <returns>Whether to say so.</returns>
    public bool Fails()
    {
        if (++Tries > 1 && time.GetElapsedTime(_told) < Pause) return false;
        _told = time.GetTimestamp();
        return true;
    }

    /// <summary>It works.</summary>
    /// <returns>How often it had failed; 0 where it had not.</returns>
    public long Ends()
    {
        var tries = Tries;
        Tries = 0;
        return tries;
    }
}
