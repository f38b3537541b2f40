using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What a write that may be merged comes to.</summary>
/// <param name="Code">What becomes of the op.</param>
/// <param name="Record">The record as it becomes; null when nothing is to be stored.</param>
/// <param name="At">The timestamp that the write got.</param>
/// <param name="SizeBound">The record's serialised size is at most this, in bytes.</param>
/// <param name="Reason">Why it is refused, for people; else null.</param>
/// <param name="Resolver">The resolver that refused it or failed on it; else null.</param>
/// <param name="MayRecover">Whether it failed for a reason that may pass.</param>
internal readonly record struct WriteJudgement(
    OpResultCode Code, Record? Record, HlcTimestamp At, int SizeBound = 0, string? Reason = null, string? Resolver = null, bool MayRecover = false);
