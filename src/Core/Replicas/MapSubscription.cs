using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>A stream's subscription to one map, or to a part of it.</summary>
internal sealed class MapSubscription(int id, string map, long part = 0)
{
    private MapProgress _receiving = new(MapPhase.Receiving, 0, 0, 0);
    private long _received;

    public int Id { get; } = id;

    public string Map { get; } = map;

    /// <summary>The part; 0 for the whole map.</summary>
    public long Part { get; } = part;

    public bool IsPart => Part != 0;

    public bool IsSent { get; set; }

    public bool IsCaughtUp { get; set; }

    /// <summary>Compares what came; null where the server says nothing to compare with.</summary>
    public DigestWalk? Walk { get; set; }

    /// <summary>How far it has come.</summary>
    public MapProgress Progress => !IsSent || Ended is not null ? MapProgress.Waiting
        : IsSynced ? MapProgress.Synced
        : IsCaughtUp ? new MapProgress(MapPhase.Comparing, 0, 0, Walk!.Share)
        : _receiving;

    /// <summary>A page has come.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isWhole">Whether the map comes whole, and not only what changed in it.</param>
    public void Count(ChangePage page, bool isWhole)
    {
        _received += page.Records.Count;
        var (received, total) = (_received, page.RecordsTotal == 0 ? 0 : _received + page.RecordsLeft);
        if (isWhole && page.RecordsTotal > 0) (received, total) = (page.RecordsTotal - page.RecordsLeft, page.RecordsTotal);
        // All has come then, also where the server has yet to work out what it is compared with.
        if (!page.More) received = total = Math.Max(_receiving.Total, _received);
        _receiving = new MapProgress(MapPhase.Receiving, received, total, !page.More ? 1 : total > 0 ? (double)received / total : 0);
    }

    /// <summary>Whether all has come, and was compared.</summary>
    public bool IsSynced => IsCaughtUp && Walk is null or { IsDone: true };

    /// <summary>Why the server ended it; null while it lives.</summary>
    public SyncError? Ended { get; set; }
}
