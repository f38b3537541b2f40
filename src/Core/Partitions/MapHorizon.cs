using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>How far the tombstones of a map were collected; what lies behind it nobody remembers.</summary>
/// <param name="Version">Removals up to this version are no longer kept; a cursor below it can't be followed.</param>
/// <param name="At">Nothing that was forgotten is dated above this; what is written at or below it on an absent key or field is too old.</param>
public readonly record struct MapHorizon(long Version, HlcTimestamp At);
