using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>A partition as its store knows it.</summary>
/// <param name="Head">Its version; 0 when nothing was ever committed.</param>
/// <param name="Epochs">The epochs that committed versions, in order.</param>
/// <param name="ClockHighWater">The highest timestamp given or seen; default when nothing was ever committed.</param>
public sealed record StoredPartition(long Head, IReadOnlyList<EpochStart> Epochs, HlcTimestamp ClockHighWater)
{
    /// <summary>When its versions were committed, coarsely, in their order.</summary>
    public IReadOnlyList<TimeMark> Marks { get; init; } = [];

    /// <summary>A partition in which nothing was ever committed.</summary>
    public static StoredPartition Empty { get; } = new(0, [], default);
}
