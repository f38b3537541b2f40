using TopGun.Core.Counters;
using TopGun.Core.Sets;
using TopGun.Core.Time;

namespace TopGun.Core.Maps;

/// <summary>Applies a write of any kind to a record: the one place that knows which rules a write is merged by.</summary>
public static class WriteMerge
{
    /// <summary>Applies a write at a timestamp.</summary>
    /// <param name="local">The record; <see cref="Record.Never"/> for a key that was never written.</param>
    /// <param name="write">The write.</param>
    /// <param name="at">When it was written; above every timestamp that its writer gave before.</param>
    /// <param name="first">The tag of the first element that it adds to a set.</param>
    public static WriteOutcome Apply(Record local, Write write, HlcTimestamp at, ElementTag first)
    {
        if (local.Type != MapType.None && local.Type != write.Type) return new(WriteVerdict.TypeMismatch, local, false);
        return write switch
        {
            AddElementsWrite add => SetMerge.Apply(local, add, at, first),
            RemoveElementsWrite remove => SetMerge.Apply(local, remove, at),
            CountWrite count => CounterMerge.Apply(local, count, at),
            RemoveCounterWrite remove => CounterMerge.Apply(local, remove, at),
            _ => LwwMerge.Apply(local, write, at),
        };
    }
}
