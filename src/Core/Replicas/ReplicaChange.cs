using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>One step of a replica: all of it becomes durable, or none of it.</summary>
public sealed class ReplicaChange
{
    /// <summary>Ops added to the log or changed in it, by position.</summary>
    public List<LoggedOp> PutOps { get; } = [];

    /// <summary>Positions of ops that leave the log.</summary>
    public List<long> DroppedOps { get; } = [];

    /// <summary>Confirmed records, each with its map.</summary>
    public List<(string Map, ReplicaRecord Record)> PutRecords { get; } = [];

    /// <summary>Keys whose confirmed records are dropped, each with its map.</summary>
    public List<(string Map, string Key)> DroppedRecords { get; } = [];

    /// <summary>Maps whose records below a generation are dropped; applied after <see cref="PutRecords"/>.</summary>
    public List<(string Map, int Generation)> Swept { get; } = [];

    /// <summary>Maps that are no longer held as a whole: their confirmed records are dropped, and how far they had come.</summary>
    public List<string> DroppedMaps { get; } = [];

    /// <summary>Parts that are held from here on, and how far they have come.</summary>
    public List<PartReplica> PutParts { get; } = [];

    /// <summary>Parts that are held no longer, with all their rows.</summary>
    public List<PartReplica> DroppedParts { get; } = [];

    /// <summary>Rows, each with its map and its part.</summary>
    public List<(string Map, long Part, ReplicaRecord Record)> PutRows { get; } = [];

    /// <summary>Keys that are no rows of a part any more, each with its map.</summary>
    public List<(string Map, long Part, string Key)> DroppedRows { get; } = [];

    /// <summary>Parts whose rows below a generation are dropped, each with its map; applied after <see cref="PutRows"/>.</summary>
    public List<(string Map, long Part, int Generation)> SweptParts { get; } = [];

    /// <summary>How far maps have come.</summary>
    public List<MapReplica> PutMaps { get; } = [];

    /// <summary>Rejections added to the inbox.</summary>
    public List<Rejection> AddedRejections { get; } = [];

    /// <summary>Rejections that lie in the inbox and are now these.</summary>
    public List<Rejection> AmendedRejections { get; } = [];

    /// <summary>Ids of rejections that leave the inbox.</summary>
    public List<long> DroppedRejections { get; } = [];

    /// <summary>The user to whom the replica now belongs; null when that does not change.</summary>
    public string? Subject { get; set; }

    /// <summary>What is now known of the server's time; null when that does not change.</summary>
    public ServerTime? Time { get; set; }

    /// <summary>Whether there is anything to store.</summary>
    public bool IsEmpty => PutOps.Count == 0 && HasNothingBesideOps;

    /// <summary>Whether it does nothing but put ops.</summary>
    internal bool HasNothingBesideOps => DroppedOps.Count + PutRecords.Count + DroppedRecords.Count + Swept.Count + PutMaps.Count + DroppedMaps.Count
        + PutParts.Count + DroppedParts.Count + PutRows.Count + DroppedRows.Count + SweptParts.Count
        + AddedRejections.Count + AmendedRejections.Count + DroppedRejections.Count == 0 && Subject is null && Time is null;
}
