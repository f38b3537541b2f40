namespace TopGun.Core.Replicas;

/// <summary>A stream's subscription to one map.</summary>
internal sealed class MapSubscription(int id, string map)
{
    public int Id { get; } = id;

    public string Map { get; } = map;

    public bool IsSent { get; set; }

    public bool IsCaughtUp { get; set; }

    /// <summary>Compares what came; null where the server says nothing to compare with.</summary>
    public DigestWalk? Walk { get; set; }

    /// <summary>Whether all has come, and was compared.</summary>
    public bool IsSynced => IsCaughtUp && Walk is null or { IsDone: true };

    /// <summary>Why the server ended it; null while it lives.</summary>
    public Sync.SyncError? Ended { get; set; }
}
