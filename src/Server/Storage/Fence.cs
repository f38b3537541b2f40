using TopGun.Core.Partitions;

namespace TopGun.Server.Storage;

/// <summary>What keeps a paused owner that wakes up from writing over its successor (INV-STO-3).</summary>
internal static class Fence
{
    /// <summary>The error of a commit that found another owner or head than it builds on.</summary>
    public static DeposedOwnerException Deposed(PartitionCommit commit, ulong owner, long head) => new(
        commit.Epoch == owner
            ? $"Partition {commit.Partition.Value} is at version {head}; the commit builds on version {commit.ExpectedHead}."
            : $"Partition {commit.Partition.Value} belongs to epoch {owner:x16} at version {head}; the commit is of epoch {commit.Epoch:x16}.");
}
