using TopGun.Core.Sync;

namespace TopGun.Core.Calls;

/// <summary>What became of a write call that was judged.</summary>
/// <param name="Code">What became of it.</param>
/// <param name="Version">The version at which it changed the map; of one that changed nothing, the version of the map's last change.</param>
/// <param name="Reason">Why it was refused, for people; else null.</param>
/// <param name="Resolver">The conflict resolver that refused it; else null.</param>
/// <param name="Key">The key of the write that it was refused for; else null.</param>
public sealed record CallOutcome(OpResultCode Code, long Version, string? Reason = null, string? Resolver = null, string? Key = null) : WriteAnswer;
