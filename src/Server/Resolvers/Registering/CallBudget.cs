namespace TopGun.Server.Resolvers.Registering;

/// <summary>How many resolver calls each user may make: a bucket of tokens that fills again. Safe for many threads at once.</summary>
/// <param name="burst">How many at once; from 1.</param>
/// <param name="perSecond">How many a second in the long run; above 0.</param>
/// <param name="clock">The time.</param>
internal sealed class CallBudget(int burst, double perSecond, TimeProvider clock)
{
    private const int LeastSweep = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long At)> _buckets = new(StringComparer.Ordinal);
    private int _sweepAt = LeastSweep;

    /// <summary>Takes a token of a user.</summary>
    /// <returns>0, or how many milliseconds to wait for one.</returns>
    public int Take(string subject)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_buckets.Count >= _sweepAt) Sweep_NeedsLock(now);
            var tokens = TokensOf_NeedsLock(subject, now);
            if (tokens < 1) return (int)Math.Ceiling((1 - tokens) / perSecond * 1_000);
            _buckets[subject] = (tokens - 1, now);
            return 0;
        }
    }

    private double TokensOf_NeedsLock(string subject, long now)
        => _buckets.TryGetValue(subject, out var bucket)
            ? Math.Min(burst, bucket.Tokens + (clock.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond))
            : burst;

    // A full bucket is as good as none.
    private void Sweep_NeedsLock(long now)
    {
        foreach (var subject in _buckets.Keys.ToArray())
            if (TokensOf_NeedsLock(subject, now) >= burst) _buckets.Remove(subject);
        _sweepAt = Math.Max(LeastSweep, 2 * _buckets.Count);
    }
}
