using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Server.Maps;

/// <summary>Judge a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Principal">Who sent it.</param>
/// <param name="Done">Is given the receipt, once the commit in which it lies is durable or has failed.</param>
internal sealed record BatchWork(OpBatch Batch, Principal Principal, Action<BatchReceipt> Done) : PartitionWork(Batch.Map)
{
    /// <inheritdoc/>
    public override string Subject => Principal.Subject;

    /// <inheritdoc/>
    public override int Weight => Math.Max(1, Batch.WriteCount);

    /// <inheritdoc/>
    public override long Bytes => Batch.SizeBound;
}
