using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>What a replica store holds, but for the records, which are read one by one.</summary>
/// <param name="NodeId">The replica's node id.</param>
/// <param name="Subject">The user to whom it belongs; null until it has met its server.</param>
/// <param name="Time">What it knows of its server's time.</param>
/// <param name="Maps">How far its maps have come.</param>
/// <param name="Ops">The op log, in the order of positions.</param>
/// <param name="Rejections">The inbox, in the order of ids.</param>
/// <param name="LastPosition">The highest position and rejection id ever used.</param>
public sealed record ReplicaState(
    string NodeId,
    string? Subject,
    ServerTime Time,
    IReadOnlyList<MapReplica> Maps,
    IReadOnlyList<LoggedOp> Ops,
    IReadOnlyList<Rejection> Rejections,
    long LastPosition)
{
    /// <summary>The parts of maps that it holds, in the order of their ids.</summary>
    public IReadOnlyList<PartReplica> Parts { get; init; } = [];
}
