using TopGun.Core.Maps;

namespace TopGun.Core.Sync;

/// <summary>One op of a writer on one map, as it travels.</summary>
/// <param name="Number">The number among the writer's ops on the map: 1, 2, 3 and so on, without gaps.</param>
/// <param name="OpId">8 random bytes drawn when the op was logged; they tell a repeat from another op under the same number.</param>
/// <param name="Millis">When it was written: the millis of its timestamp. 0 for an op with a fault.</param>
/// <param name="Counter">The counter of its timestamp. 0 for an op with a fault.</param>
/// <param name="After">The device's previous op on the same key that had no result yet, or null. Null for an op with a fault.</param>
/// <param name="Write">What it does; null for a void op and for one with a fault.</param>
/// <param name="Fault">Why it can only be refused, or null.</param>
public sealed record Op(
    long Number, ulong OpId, long Millis, ushort Counter, OpReference? After, Write? Write, OpFault? Fault = null)
{
    /// <summary>Whether the client gave the op up, so that it does nothing but use its number.</summary>
    public bool IsVoid => Write is null && Fault is null;
}
