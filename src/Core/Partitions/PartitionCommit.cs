using TopGun.Core.Calls;
using TopGun.Core.Registrations;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What one commit makes durable: records, op results, registrations and the clock, all of it or none of it.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The epoch of the owner that commits; the fence.</param>
/// <param name="ExpectedHead">The version on which the commit builds; a store that is at another one refuses it.</param>
/// <param name="NewHead">The version after it; the same when every op of it was refused.</param>
/// <param name="ClockHighWater">The highest timestamp given or seen.</param>
/// <param name="Records">The records that changed, in the order of their versions, each key once.</param>
/// <param name="Writers">The writers that used numbers or confirmed results.</param>
public sealed record PartitionCommit(
    PartitionId Partition,
    ulong Epoch,
    long ExpectedHead,
    long NewHead,
    HlcTimestamp ClockHighWater,
    IReadOnlyList<RecordChange> Records,
    IReadOnlyList<WriterChange> Writers)
{
    /// <summary>What becomes of registered resolvers, step by step.</summary>
    public IReadOnlyList<RegistrationChange> Registrations { get; init; } = [];

    /// <summary>What became of keyed writes, in the order in which they were judged.</summary>
    public IReadOnlyList<KeyedOutcome> Keyed { get; init; } = [];

    /// <summary>What it forgets, before it writes.</summary>
    public IReadOnlyList<MapCollection> Collected { get; init; } = [];

    /// <summary>The maps that get their type by it: those that had none and are changed by it, each once.</summary>
    public IReadOnlyList<MapTyping> Types { get; init; } = [];

    /// <summary>When its version was committed, where that is noted; null otherwise. Marks before <see cref="MarksFromMs"/> are needed no more.</summary>
    public TimeMark? Mark { get; init; }

    /// <summary>See <see cref="Mark"/>; in milliseconds of server time.</summary>
    public long MarksFromMs { get; init; }

    /// <summary>The ops that resolvers refused. They are told to whoever wants to know, and not stored: their results are.</summary>
    public IReadOnlyList<RejectedOp> Rejected { get; init; } = [];
}
