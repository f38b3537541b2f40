namespace TopGun.Server.Resolvers;

/// <summary>How much of the machine the resolvers of each map have taken lately, so that no map's rules take it from the others. Safe for many threads at once.</summary>
/// <remarks>
/// A map whose scripts took long owes that time, divided by its share, and works it off by waiting. What is owed is one moment per map:
/// the generic cell rate algorithm. Answers of usual length are not even written down: they cost no more than the write that they judge.
/// No answer counts for more than its steps can take: on a busy machine a script of thirty steps may be kept waiting for
/// milliseconds by the system, and that is not its map's doing.
/// </remarks>
/// <param name="share">The part of one core that a map's resolvers may take in the long run; above 0, at most 1.</param>
/// <param name="clock">The time.</param>
internal sealed class ResolverTime(double share, TimeProvider clock)
{
    // A batch of long answers is let through so far before its map waits.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CostliestStep = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan Usual = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _paidAt = new(StringComparer.Ordinal);
    private volatile bool _isOwed;

    /// <summary>A script of a map has answered.</summary>
    /// <param name="map">The map.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="steps">How many steps it took.</param>
    public void Spend(string map, TimeSpan took, long steps)
    {
        if (took < Usual) return;
        var most = CostliestStep * steps;
        if (took > most) took = most;
        if (took < Usual) return;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var from = Math.Max(now, _paidAt.GetValueOrDefault(map, now));
            _paidAt[map] = from + (long)(took.TotalSeconds / share * clock.TimestampFrequency);
            _isOwed = true;
        }
    }

    /// <summary>How long the writes of a map must wait, in milliseconds; 0 when they need not.</summary>
    public int PauseMs(string map)
    {
        if (!_isOwed) return 0;
        lock (_gate)
        {
            if (!_paidAt.TryGetValue(map, out var paidAt)) return 0;
            var now = clock.GetTimestamp();
            if (paidAt <= now)
            {
                _paidAt.Remove(map);
                _isOwed = _paidAt.Count > 0;
                return 0;
            }

            var owed = clock.GetElapsedTime(now, paidAt) - (Burst / share);
            return owed <= TimeSpan.Zero ? 0 : (int)Math.Ceiling(Math.Min(owed.TotalMilliseconds, LongestPause.TotalMilliseconds));
        }
    }
}
