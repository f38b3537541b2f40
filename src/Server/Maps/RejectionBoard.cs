using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;

namespace TopGun.Server.Maps;

/// <summary>Where users watch for refusals of their own ops. Safe for many threads at once.</summary>
internal sealed class RejectionBoard(IMapAccess access)
{
    private const int MostWatches = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<RejectionWatch>> _watches = new(StringComparer.Ordinal);
    private bool _isDraining;

    /// <summary>Begins to watch; whoever does it disposes of the watch.</summary>
    /// <param name="principal">The user.</param>
    /// <param name="map">Only refusals on this map; null for every map.</param>
    /// <exception cref="SyncException">The user has too many watches, or the server stops.</exception>
    public RejectionWatch Watch(Principal principal, string? map)
    {
        lock (_gate)
        {
            if (_isDraining) throw Stopping();
            if (!_watches.TryGetValue(principal.Subject, out var watches)) _watches[principal.Subject] = watches = [];
            if (watches.Count >= MostWatches)
                throw new SyncException(ErrorCode.LimitExceeded, $"User {principal.Subject} has {watches.Count} watches of refusals; at most {MostWatches} are accepted.");
            var watch = new RejectionWatch(map, new RejectionTeller(principal, access), gone => End(principal.Subject, gone));
            watches.Add(watch);
            return watch;
        }
    }

    /// <summary>Tells those whom refusals concern, from the executor of the partition, after its commit.</summary>
    public void Tell(CommittedPartition partition, IReadOnlyList<RejectedOp> rejected)
    {
        lock (_gate)
        {
            if (_watches.Count == 0) return;
            foreach (var op in rejected)
                if (_watches.TryGetValue(op.Subject, out var watches))
                    foreach (var watch in watches) watch.Take(partition, op);
        }
    }

    /// <summary>Ends all watches with UNAVAILABLE; clients come back after a moment.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _isDraining = true;
            foreach (var watch in _watches.Values.SelectMany(watches => watches)) watch.End(Stopping());
        }
    }

    private void End(string subject, RejectionWatch gone)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(subject, out var watches) && watches.Remove(gone) && watches.Count == 0) _watches.Remove(subject);
        }
    }

    private static SyncException Stopping() => new(new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000));
}
