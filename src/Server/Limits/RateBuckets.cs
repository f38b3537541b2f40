using TopGun.Core.Access;

namespace TopGun.Server.Limits;

/// <summary>How fast each user may go: a bucket of tokens that fills again. Safe for many threads at once.</summary>
/// <remarks>What costs more than a bucket holds is let through when it is full, and leaves it below zero: slow, but never stuck (INV-LIM-1).</remarks>
/// <param name="burst">How many tokens at once; from 1.</param>
/// <param name="perSecond">How many a second in the long run; above 0.</param>
/// <param name="clock">The time.</param>
internal sealed class RateBuckets(double burst, double perSecond, TimeProvider clock) : IStrangerBudget
{
    private const int LeastSweep = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Tokens, long At)> _buckets = new(StringComparer.Ordinal);
    private int _sweepAt = LeastSweep;

    /// <summary>Takes tokens of a user.</summary>
    /// <returns>0, or how many milliseconds to wait for them; none are taken then.</returns>
    public int Take(string subject, long cost = 1)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_buckets.Count >= _sweepAt) Sweep_NeedsLock(now);
            var tokens = TokensOf_NeedsLock(subject, now);
            if (Wait(tokens, cost) is > 0 and var wait) return wait;
            _buckets[subject] = (tokens - cost, now);
            return 0;
        }
    }

    /// <summary>How many milliseconds a user has to wait for tokens; 0 where they can be taken now. None are.</summary>
    public int TimeTo(string subject, long cost)
    {
        lock (_gate) return Wait(TokensOf_NeedsLock(subject, clock.GetTimestamp()), cost);
    }

    private int Wait(double tokens, long cost)
        => Math.Min(cost, burst) is var needed && tokens < needed ? (int)Math.Min(int.MaxValue, Math.Ceiling((needed - tokens) / perSecond * 1_000)) : 0;

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
