using TopGun.Core.Replicas;

namespace TopGun.Simulation.Checkers;

/// <summary>What became of an op on one device.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Code">Why it stands in the inbox, if it does.</param>
public readonly record struct Fate(FateKind Kind, RejectionCode Code = default);
