using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Backups;

/// <summary>What a store knows of a partition.</summary>
/// <param name="Partition">Which one.</param>
/// <param name="Owner">The epoch of its owner; 0 for none.</param>
/// <param name="State">Its head, its epochs, its clock.</param>
public sealed record PartitionOverview(PartitionId Partition, ulong Owner, StoredPartition State);
