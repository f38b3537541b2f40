using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The answer to an op whose number is due.</summary>
/// <param name="Result">Its result.</param>
/// <param name="IsTransient">Whether it must not be recorded: another time the answer may be another.</param>
internal readonly record struct OpJudgement(OpResult Result, bool IsTransient = false);
