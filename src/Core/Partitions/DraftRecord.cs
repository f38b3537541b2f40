using TopGun.Core.Maps;

namespace TopGun.Core.Partitions;

/// <summary>A record on top of what is committed.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">The version that changed it last; 0 for a key that was never written.</param>
/// <param name="SizeBound">Its serialised size is at most this, in bytes.</param>
/// <param name="Owner">See <see cref="RecordChange.Owner"/>.</param>
internal readonly record struct DraftRecord(Record Record, long Version, int SizeBound, string? Owner);
