using TopGun.Core.Sync;
using TopGun.Server.Observability;

namespace TopGun.Server.Limits;

/// <summary>What each user may take of the server. Safe for many threads at once.</summary>
internal sealed class UserLimits(LimitOptions options, TimeProvider clock, ServerMetrics? metrics = null, Pressure? pressure = null)
{
    private const int StreamRetryMs = 5_000;

    private readonly RateBuckets _ops = new(options.OpsBurst, options.OpsPerSecond, clock);
    private readonly RateBuckets _bytes = new(options.BytesBurst, options.BytesPerSecond, clock);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _streams = new(StringComparer.Ordinal);

    /// <summary>Takes some writes of a user, or a call without any as one.</summary>
    /// <returns>Null, or why not now and how long to wait.</returns>
    public SyncError? Take(string subject, long ops, long bytes)
    {
        if (_ops.Take(subject, ops) is > 0 and var wait) return TooFast(subject, "ops", ops, options.OpsPerSecond, wait);
        return bytes > 0 && _bytes.Take(subject, bytes) is > 0 and var pause ? TooFast(subject, "bytes", bytes, options.BytesPerSecond, pause) : null;
    }

    /// <summary>Why a user may not make so many writes now, or null; none are taken.</summary>
    public SyncError? WhyNot(string subject, long ops) => _ops.TimeTo(subject, ops) is > 0 and var wait ? TooFast(subject, "ops", ops, options.OpsPerSecond, wait) : null;

    /// <summary>As <see cref="Take"/>, for a call that ends with the refusal.</summary>
    /// <exception cref="SyncException">RATE_LIMITED.</exception>
    public void Demand(string subject, long ops, long bytes)
    {
        if (Take(subject, ops, bytes) is { } error) throw new SyncException(error);
    }

    /// <summary>A stream of a user begins; it counts until what is returned is disposed of.</summary>
    /// <exception cref="SyncException">RATE_LIMITED: the user has as many as are allowed.</exception>
    public IDisposable BeginStream(string subject)
    {
        lock (_gate)
        {
            var open = _streams.GetValueOrDefault(subject);
            if (open >= options.StreamsPerUser)
            {
                metrics?.Limited("streams");
                throw new SyncException(new SyncError(ErrorCode.RateLimited, $"User {subject} has {open} open streams; at most {options.StreamsPerUser} are accepted.", StreamRetryMs));
            }

            _streams[subject] = open + 1;
        }

        return new OpenStream(this, subject);
    }

    private SyncError TooFast(string subject, string things, long count, long perSecond, int waitMs)
    {
        metrics?.Limited(things);
        pressure?.Note();
        return new SyncError(ErrorCode.RateLimited, $"User {subject} writes more than {perSecond} {things} a second; {count} more {things} wait {waitMs} ms.", waitMs);
    }

    private void End(string subject)
    {
        lock (_gate)
        {
            if (--_streams[subject] == 0) _streams.Remove(subject);
        }
    }

    private sealed class OpenStream(UserLimits limits, string subject) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) limits.End(subject);
        }
    }
}
