using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Counters;

/// <summary>Applies writes to the sums of a PnCounter. That each delta counts once is the numbers' doing (INV-OPS-1).</summary>
internal static class CounterMerge
{
    /// <summary>What a record counts; 0 for an absent one.</summary>
    public static long SumOf(Record record) => record.Root.Value is Int64Value sum ? sum.Number : 0;

    /// <summary>Adds a delta.</summary>
    public static WriteOutcome Apply(Record local, CountWrite write, HlcTimestamp at)
    {
        var sum = (Int128)SumOf(local) + write.Delta;
        return sum < long.MinValue || sum > long.MaxValue
            ? new(WriteVerdict.OutOfRange, local, false)
            : new(WriteVerdict.Applied, Record.OfCounter(HlcTimestamp.Max(local.Root.At, at), (long)sum), true);
    }

    /// <summary>Removes the counter, unless somebody has counted since (INV-CNT-2).</summary>
    public static WriteOutcome Apply(Record local, RemoveCounterWrite write, HlcTimestamp at)
    {
        if (!local.IsLive) return new(WriteVerdict.Applied, local, false);
        return write.Seen is { } seen && seen != SumOf(local)
            ? new(WriteVerdict.Superseded, local, false)
            : new(WriteVerdict.Applied, Record.Removed(MapType.PnCounter, HlcTimestamp.Max(local.Root.At, at)), true);
    }
}
