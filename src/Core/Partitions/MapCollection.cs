namespace TopGun.Core.Partitions;

/// <summary>What a commit forgets of a map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Horizon">How far its tombstones are collected from here on.</param>
/// <param name="Keys">The keys of removed records that are no longer kept; the commit may write them anew.</param>
public sealed record MapCollection(string Map, MapHorizon Horizon, IReadOnlyList<string> Keys);
