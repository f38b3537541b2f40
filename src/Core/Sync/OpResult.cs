using TopGun.Core.Time;

namespace TopGun.Core.Sync;

/// <summary>The result of one op.</summary>
/// <param name="Number">The op's number.</param>
/// <param name="OpId">The op's id.</param>
/// <param name="Code">What became of it.</param>
/// <param name="Version">The version at which it changed the map; for an op that changed nothing the version of the map's last change.</param>
/// <param name="Stamped">The timestamp that the server gave it: its own ran too far ahead or behind what it must follow, or a resolver made it the server's. Else null.</param>
/// <param name="Reason">Why it was refused, for people; else null.</param>
/// <param name="Resolver">The name of the conflict resolver that refused it or failed on it; else null.</param>
/// <param name="Key">The key of the write for which a group was refused; else null.</param>
public sealed record OpResult(
    long Number, ulong OpId, OpResultCode Code, long Version, HlcTimestamp? Stamped = null, string? Reason = null, string? Resolver = null, string? Key = null);
