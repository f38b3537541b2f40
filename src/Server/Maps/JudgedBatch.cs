using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>A batch that was judged, and what to answer once the commit in which it lies is durable.</summary>
internal readonly record struct JudgedBatch(BatchWork Work, BatchReceipt Receipt);
