namespace TopGun.Server.Storage.Backups;

/// <summary>What is in a store.</summary>
/// <param name="Partitions">The partitions that were ever taken, in their order.</param>
/// <param name="Maps">The maps, in the byte order of their names.</param>
/// <param name="Nodes">How many node ids are bound to users.</param>
public sealed record StoreOverview(IReadOnlyList<PartitionOverview> Partitions, IReadOnlyList<MapOverview> Maps, int Nodes);
