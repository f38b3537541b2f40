using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What a partition was at a moment: whatever has a version up to this one was committed by then.</summary>
/// <param name="AtMs">The moment, in milliseconds of server time.</param>
/// <param name="Version">The partition's version.</param>
/// <param name="Clock">The highest timestamp given or seen: nothing that has such a version is dated above it.</param>
public readonly record struct TimeMark(long AtMs, long Version, HlcTimestamp Clock);
