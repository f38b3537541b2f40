using TopGun.Core.Maps;

namespace TopGun.Core.Sync;

/// <summary>One op of a writer on one map, as it travels. Without a write and without a fault it is void: its client gave it up.</summary>
/// <param name="Number">The number among the writer's ops on the map: 1, 2, 3 and so on, without gaps.</param>
/// <param name="OpId">8 random bytes drawn when the op was logged; they tell a repeat from another op under the same number.</param>
/// <param name="Millis">When it was written: the millis of its timestamp.</param>
/// <param name="Counter">The counter of its timestamp.</param>
/// <param name="After">The device's previous op on the same key that had no result yet, or null.</param>
/// <param name="Write">What it does, or null.</param>
/// <param name="Fault">What was wrong with it when it arrived, or null.</param>
public sealed record Op(long Number, ulong OpId, long Millis, ushort Counter, OpReference? After, Write? Write, OpFault? Fault = null);
