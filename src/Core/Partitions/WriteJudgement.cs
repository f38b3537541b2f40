using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What a write that may be merged comes to.</summary>
/// <param name="Code">What becomes of it.</param>
/// <param name="Draft">The record as it becomes, its version still that of before; null when nothing is to be stored.</param>
/// <param name="At">The timestamp that the write got.</param>
/// <param name="Reason">Why it is refused, for people; else null.</param>
/// <param name="Resolver">The resolver that refused it or failed on it; else null.</param>
/// <param name="MayRecover">Whether it failed for a reason that may pass.</param>
/// <param name="Hearing">The hearing that let it pass; null when its key concerns no resolver.</param>
internal readonly record struct WriteJudgement(
    OpResultCode Code,
    DraftRecord? Draft,
    HlcTimestamp At,
    string? Reason = null,
    string? Resolver = null,
    bool MayRecover = false,
    Hearing? Hearing = null)
{
    /// <summary>A resolver refused the write, or failed on it.</summary>
    public static WriteJudgement Refused(Objection objection, HlcTimestamp at)
    {
        var (resolver, decision) = objection;
        var code = decision.Action == ResolverAction.Reject ? OpResultCode.MergeRejected : OpResultCode.ResolverFailed;
        return new(code, null, at, objection.Reason, resolver.Name, decision.Action == ResolverAction.Unavailable);
    }
}
