using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What the writes of an op come to together.</summary>
/// <param name="Code">What becomes of the op.</param>
/// <param name="At">The highest timestamp that any of its writes got.</param>
/// <param name="Refusal">For a refused op, the judgement of the write that it was refused for.</param>
/// <param name="Key">The key of that write.</param>
internal readonly record struct OpOutcome(OpResultCode Code, HlcTimestamp At, WriteJudgement Refusal = default, string? Key = null)
{
    /// <summary>Whether it failed for a reason that may pass.</summary>
    public bool MayRecover => Refusal.MayRecover;
}
