using TopGun.Core.Maps;
using TopGun.Core.Time;

namespace TopGun.Generators;

/// <summary>A write and when it was written.</summary>
public sealed record TimedWrite(HlcTimestamp At, Write Write)
{
    /// <summary>The record that writes make of a key that was never written, in the order given.</summary>
    public static Record RecordAfter(IEnumerable<TimedWrite> writes)
        => writes.Aggregate(Record.Never, (record, timed) => LwwMerge.Apply(record, timed.Write, timed.At).Record);

    /// <inheritdoc/>
    public override string ToString() => Write switch
    {
        PatchWrite patch => $"{At} patch {patch.Base} set {new Core.Values.ObjectValue(patch.Set)} erase [{string.Join(',', patch.Erase)}]",
        ReplaceWrite replace => $"{At} replace {replace.Base} {replace.Object}",
        ValueWrite value => $"{At} value {value.Base} {value.Value}",
        _ => $"{At} remove {Write.Base}",
    };
}
