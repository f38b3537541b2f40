using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>An op that a conflict resolver refused or failed on.</summary>
/// <param name="Map">The map.</param>
/// <param name="Writer">Whose op.</param>
/// <param name="Subject">The user who sent it.</param>
/// <param name="At">The timestamp of the attempt.</param>
/// <param name="Attempted">What the writer attempted; of a group the write that it was refused for.</param>
/// <param name="Result">Its result.</param>
public sealed record RejectedOp(string Map, WriterId Writer, string Subject, HlcTimestamp At, Write Attempted, OpResult Result)
{
    /// <summary>The op as a refused one; null when no resolver refused it.</summary>
    internal static RejectedOp? Of(string map, WriterId writer, Op op, Principal principal, OpResult result)
        => result.Code is OpResultCode.MergeRejected or OpResultCode.ResolverFailed && AttemptedBy(op, result.Key) is { } attempted
            ? new(map, writer, principal.Subject, new HlcTimestamp(op.Millis, op.Counter, writer.ClockName), attempted, result)
            : null;

    private static Write? AttemptedBy(Op op, string? key)
    {
        foreach (var (write, _) in op.Writes)
            if (key is null || write.Key == key) return write;
        return null;
    }
}
