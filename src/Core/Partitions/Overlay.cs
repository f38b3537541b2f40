using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What ops did to a partition since the last commit: judged, but neither durable nor visible.</summary>
internal sealed class Overlay(long head, HlcTimestamp clockBefore)
{
    public long ExpectedHead { get; } = head;

    public long Head { get; set; } = head;

    /// <summary>The clock's high-water mark before the first op, to go back to if all is discarded.</summary>
    public HlcTimestamp ClockBefore { get; } = clockBefore;

    /// <summary>The records that changed take at most so many bytes when they are serialised.</summary>
    public long SizeBound { get; set; }

    /// <summary>The ops that resolvers refused.</summary>
    public List<RejectedOp> Rejected { get; } = [];

    public Dictionary<string, MapDraft> Maps { get; } = new(StringComparer.Ordinal);
}
