using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Backups;

/// <summary>How much a store holds of a map.</summary>
/// <param name="Name">The map.</param>
/// <param name="Partition">The partition in which it lies.</param>
/// <param name="Records">Records, removed ones that are still remembered too.</param>
/// <param name="Bytes">What the records take, serialised.</param>
/// <param name="Version">The version of the newest record; 0 when there is none.</param>
/// <param name="Writers">Writers that are remembered.</param>
/// <param name="Registrations">Resolvers that users have registered.</param>
/// <param name="Keyed">Outcomes of writes under idempotency keys.</param>
public sealed record MapOverview(string Name, PartitionId Partition, int Records, long Bytes, long Version, int Writers, int Registrations, int Keyed);
