using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>What a batch came to, beyond the results that it recorded. It may be answered only when the commit that it lies in is durable.</summary>
/// <param name="Map">The map.</param>
/// <param name="Writer">The writer.</param>
/// <param name="RepeatFrom">The lowest number that the batch repeats and whose recorded result must be sent again; null for none.</param>
/// <param name="Unrecorded">Answers that are not recorded: SETTLED and NUMBER_REUSED.</param>
/// <param name="Stopped">Why the rest of the batch was not taken; null when all was.</param>
public sealed record BatchReceipt(
    string Map, WriterId Writer, long? RepeatFrom, IReadOnlyList<OpResult> Unrecorded, BatchStopped? Stopped);
