using TopGun.Core.Replicas;
using TopGun.Core.Time;

namespace TopGun.Client.Replicas.Sqlite.Salvage;

/// <summary>What can still be read of a damaged replica file, but for its records, which the server has.</summary>
/// <param name="NodeId">The replica's node id; null when it can't be read.</param>
/// <param name="Subject">The user to whom it belongs; null when it was none or can't be read.</param>
/// <param name="Time">What it knew of its server's time.</param>
/// <param name="Ops">The ops, in the order of positions.</param>
/// <param name="Rejections">The inbox, in the order of ids.</param>
/// <param name="LastPosition">The highest position or id that is known to have been used.</param>
/// <param name="IsWhole">Whether op log and inbox were read from end to end.</param>
internal sealed record SalvagedReplica(
    string? NodeId,
    string? Subject,
    ServerTime? Time,
    IReadOnlyList<LoggedOp> Ops,
    IReadOnlyList<Rejection> Rejections,
    long LastPosition,
    bool IsWhole);
