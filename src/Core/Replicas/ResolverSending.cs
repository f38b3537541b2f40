using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>How far one connection has come with what the application asks of resolvers.</summary>
internal sealed class ResolverSending(ReplicaResolvers resolvers)
{
    // A server keeps few replies for a stream, and reads no further when there are more.
    private const int MostOpen = 4;

    // For how long ops of a map wait for its registrations. A registration that can't be renewed is no reason to keep them for ever.
    private const long HoldMs = 10_000;

    private const int LeastSweep = 16;

    private readonly Dictionary<int, ResolverTask> _open = [];
    private readonly HashSet<ResolverTask> _answered = [];
    private readonly Dictionary<ResolverTask, long> _heldSince = [];
    private bool _isKnown;
    private long _askedAtMs = long.MinValue;
    private long _pausedUntilMs = long.MinValue;
    private int _lastId;

    /// <summary>When to ask again although nothing happened; the highest number for never.</summary>
    public long WakeAtMs
    {
        get
        {
            if (!Unanswered.Any()) return long.MaxValue;
            var wake = _pausedUntilMs > long.MinValue ? _pausedUntilMs : long.MaxValue;
            foreach (var (task, since) in _heldSince)
                // A wait that is over is nothing to wake up for, however long its task still has no answer.
                if (since + HoldMs > _askedAtMs && !_answered.Contains(task)) wake = Math.Min(wake, since + HoldMs);
            return wake;
        }
    }

    private IEnumerable<ResolverTask> Unanswered => resolvers.Tasks.Where(task => !_answered.Contains(task));

    /// <summary>Learns whether the server knows such questions.</summary>
    public void Meet(Welcome welcome)
    {
        _isKnown = welcome.Features.Contains(Features.Resolvers);
        resolvers.Begin();
    }

    /// <summary>The next call to send; null when there is none now.</summary>
    public ResolverCall? Next(long nowMs)
    {
        _askedAtMs = nowMs;
        if (resolvers.Tasks.Count == 0) return null;
        if (!_isKnown)
        {
            var unknown = new ResolverRefused(new SyncError(ErrorCode.VersionUnsupported, "The server is older than this client and does not know resolvers of clients; update it."));
            foreach (var task in Unanswered.ToArray()) Settle(task, unknown);
            return null;
        }

        if (nowMs < _pausedUntilMs) return null;
        _pausedUntilMs = long.MinValue;
        if (_open.Count >= MostOpen) return null;
        var before = new HashSet<(string Map, string Name)>();
        foreach (var task in Unanswered)
        {
            // What concerns one resolver goes one by one, so that a call that has to be repeated is not overtaken.
            var isFree = task.Subject is not { } subject || before.Add(subject);
            if (!isFree || _open.ContainsValue(task)) continue;
            _open[++_lastId] = task;
            task.TimesSent++;
            return new ResolverCall(_lastId, task.Request);
        }

        return null;
    }

    /// <summary>Takes a reply.</summary>
    public void Receive(ResolverReply reply, long nowMs)
    {
        if (!_open.Remove(reply.CallId, out var task)) return;
        if (reply.Response is ResolverRefused { Error: { Code: ErrorCode.RateLimited or ErrorCode.Unavailable } later })
        {
            const int LeastPauseMs = 50;
            _pausedUntilMs = nowMs + Math.Max(LeastPauseMs, later.RetryAfterMs);
            return;
        }

        // Meanwhile the application may have changed its mind; then this is the answer to something that nobody wants any more.
        if (resolvers.Tasks.Contains(task)) Settle(task, IsDoneBefore(task, reply.Response) ? new ResolverUnregistered(0) : reply.Response);
    }

    /// <summary>Whether ops of a map must wait for its registrations (INV-RES-5).</summary>
    public bool IsHeld(string map, long nowMs)
    {
        if (!_isKnown || resolvers.Tasks.Count == 0) return false;
        var isHeld = false;
        foreach (var task in Unanswered)
        {
            if (!task.IsWanted || task.Map != map) continue;
            if (!_heldSince.TryGetValue(task, out var since)) _heldSince[task] = since = nowMs;
            isHeld |= nowMs - since < HoldMs;
        }

        return isHeld;
    }

    // The answer that was lost with a connection said that it is gone.
    private static bool IsDoneBefore(ResolverTask task, ResolverResponse response)
        => task is { Request: UnregisterResolver, TimesSent: > 1 } && response is ResolverRefused { Error.Code: ErrorCode.NotFound };

    private void Settle(ResolverTask task, ResolverResponse response)
    {
        if (task.IsWanted) _answered.Add(task);
        resolvers.Take(task, response);
        if (_answered.Count <= 2 * (resolvers.Tasks.Count + LeastSweep)) return;

        // An application may register and unregister all day on one connection.
        _answered.IntersectWith(resolvers.Tasks);
        foreach (var gone in _heldSince.Keys.Except(resolvers.Tasks).ToArray()) _heldSince.Remove(gone);
    }
}
