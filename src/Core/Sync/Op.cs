using TopGun.Core.Maps;

namespace TopGun.Core.Sync;

/// <summary>One op of a writer on one map, as it travels.</summary>
/// <param name="Number">The number among the writer's ops on the map: 1, 2, 3 and so on, without gaps.</param>
/// <param name="OpId">8 random bytes drawn when the op was logged; they tell a repeat from another op under the same number.</param>
/// <param name="Millis">When it was written: the millis of its timestamp. 0 for an op with a fault.</param>
/// <param name="Counter">The counter of its timestamp. 0 for an op with a fault.</param>
/// <param name="Writes">What it does: one write, or those of an atomic group, each of another key. Empty for a void op and for one with a fault.</param>
/// <param name="Fault">Why it can only be refused, or null.</param>
public sealed record Op(long Number, ulong OpId, long Millis, ushort Counter, IReadOnlyList<OpWrite> Writes, OpFault? Fault = null)
{
    /// <summary>Makes an op of at most one write.</summary>
    /// <param name="number">The number.</param>
    /// <param name="opId">The id.</param>
    /// <param name="millis">The millis of its timestamp.</param>
    /// <param name="counter">The counter of its timestamp.</param>
    /// <param name="after">What it builds on, or null.</param>
    /// <param name="write">What it does; null for a void op and for one with a fault.</param>
    /// <param name="fault">Why it can only be refused, or null.</param>
    public Op(long number, ulong opId, long millis, ushort counter, OpReference? after, Write? write, OpFault? fault = null)
        : this(number, opId, millis, counter, write is null ? [] : [new OpWrite(write, after)], fault)
    {
    }

    /// <summary>Whether the client gave the op up, so that it does nothing but use its number.</summary>
    public bool IsVoid => Writes.Count == 0 && Fault is null;

    /// <summary>Whether it has several writes, which count together or not at all.</summary>
    public bool IsGroup => Writes.Count > 1;
}
