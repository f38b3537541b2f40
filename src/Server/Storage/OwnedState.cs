using TopGun.Core.Partitions;

namespace TopGun.Server.Storage;

/// <summary>A partition with its owner, as a store holds it.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="Owner">The epoch of its owner; 0 for none.</param>
/// <param name="State">What was committed.</param>
internal sealed record OwnedState(PartitionId Partition, ulong Owner, StoredPartition State);
