using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Generators;

/// <summary>Writes to one key, each at a timestamp of its own, in any order.</summary>
public static class Writes
{
    private const string Key = "key";

    /// <summary>What writers may have seen.</summary>
    public static Gen<WriteBase> Bases => Gen.Elements(WriteBase.Unknown, WriteBase.Absent, WriteBase.Live);

    /// <summary>Patches of few fields.</summary>
    public static Gen<Write> Patches
        => from seen in Bases
           from set in SomeValues.Fields(SomeValues.SmallValues)
           from erased in Gen.SubListOf("a", "b", "c")
           select (Write)new PatchWrite(Key, seen, set, [.. erased.Where(name => !set.ContainsKey(name))]);

    /// <summary>Replaces by objects of few fields.</summary>
    public static Gen<Write> Replaces
        => from seen in Bases
           from value in SomeValues.SmallObjects
           select (Write)new ReplaceWrite(Key, seen, value);

    /// <summary>Writes of all kinds.</summary>
    public static Gen<Write> Any => Gen.OneOf(
        Patches,
        Replaces,
        from seen in Bases from value in Gen.Elements(Value.Of(7), Value.Null) select (Write)new ValueWrite(Key, seen, value),
        Bases.Select(seen => (Write)new RemoveWrite(Key, seen)));

    /// <summary>Up to ten writes of all kinds.</summary>
    public static Gen<TimedWrite[]> Sequences => At(Any);

    /// <summary>Records that some sequence of writes makes, the one of a key never written among them.</summary>
    public static Gen<Record> Records => Sequences.Select(TimedWrite.RecordAfter);

    /// <summary>Up to ten writes, each at a timestamp of its own.</summary>
    public static Gen<TimedWrite[]> At(Gen<Write> writes)
        => from count in Gen.Choose(0, 10)
           from stamps in Gen.Shuffle(Timestamps.Few)
           from written in Gen.ArrayOf(writes, count)
           select written.Select((write, i) => new TimedWrite(stamps[i], write)).ToArray();

    /// <summary>A record and a write that it has not seen, older or newer than parts of it.</summary>
    public static Gen<(Record Local, TimedWrite Write)> Next(Gen<Write> writes)
        => from before in Sequences
           from at in Gen.Elements(Timestamps.Few.Except(before.Select(write => write.At)).ToArray())
           from write in writes
           select (TimedWrite.RecordAfter(before), new TimedWrite(at, write));
}
