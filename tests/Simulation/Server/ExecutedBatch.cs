using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Simulation.Server;

/// <summary>A batch that a partition has judged.</summary>
/// <param name="From">The stream on which it came.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Receipt">What to answer once its commit is durable.</param>
/// <param name="AtMs">When it was judged, in server time.</param>
/// <param name="Denied">What nobody might do to its map then.</param>
/// <param name="IsRefusal">Whether the store's refusal was recorded instead of a judgement.</param>
public sealed record ExecutedBatch(
    Connection From, OpBatch Batch, BatchReceipt Receipt, long AtMs, Core.Access.MapAction Denied, bool IsRefusal)
{
    /// <summary>Where it is no batch but a look for what has expired: the keys that were removed.</summary>
    public IReadOnlyList<string>? Expired { get; init; }
}
