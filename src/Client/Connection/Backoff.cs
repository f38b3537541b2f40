namespace TopGun.Client.Connection;

/// <summary>How long to wait before the next attempt to connect: exponential, with full jitter.</summary>
/// <remarks>
/// Full jitter, because thousands of clients lose one server in one moment. Source: M. Brooker, "Exponential Backoff And Jitter",
/// AWS Architecture Blog, 2015. Not safe for several threads at once.
/// </remarks>
/// <param name="random">Gives random numbers of 64 bits.</param>
internal sealed class Backoff(Func<ulong> random)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    // Half a second, doubled six times, is above the most.
    private const int MostDoublings = 6;

    private int _attempts;

    /// <summary>A connection has lasted for a minute: the next wait is a short one again.</summary>
    public void Reset() => _attempts = 0;

    /// <summary>The next wait: anything up to half a second at first, up to 30 seconds later.</summary>
    /// <param name="retryAfter">What the server asked for; the wait is never shorter, and the jitter comes on top.</param>
    public TimeSpan Next(TimeSpan retryAfter)
    {
        var ceiling = retryAfter > TimeSpan.Zero ? Least : Min(Least * (1 << _attempts), Most);
        _attempts = Math.Min(_attempts + 1, MostDoublings);
        return retryAfter + (ceiling * ((random() >> 11) * (1.0 / (1UL << 53))));
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
