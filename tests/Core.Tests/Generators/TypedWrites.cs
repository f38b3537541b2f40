using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;

namespace TopGun.Generators;

/// <summary>Writes to the sets and counters of one key.</summary>
public static class TypedWrites
{
    private const string Key = "key";

    /// <summary>Tags of few writers, also of a server.</summary>
    public static Gen<ElementTag> Tags
        => from writer in Gen.Elements("n~1", "other-node~abc", "~00ff00ff00ff00ff")
           from number in Gen.Elements(1L, 2L, 300L, long.MaxValue)
           from index in Gen.Elements(0, 1, 200)
           select new ElementTag(writer, number, index);

    /// <summary>Elements with what was seen of them, no two of them equal.</summary>
    public static Gen<SeenElement[]> Elements
        => from values in SomeValues.Any.NonEmptyListOf()
           from tags in Gen.ArrayOf(Tags.ListOf(3), values.Count)
           select values.Zip(tags).DistinctBy(pair => pair.First).Select(pair => new SeenElement(pair.First, pair.Second.Distinct().ToArray())).ToArray();

    /// <summary>Writes of all kinds.</summary>
    public static Gen<Write> Any => Gen.OneOf(
        Elements.Select(elements => (Write)new AddElementsWrite(Key, elements)),
        Elements.Select(elements => (Write)new RemoveElementsWrite(Key, elements)),
        Gen.Constant((Write)new RemoveElementsWrite(Key, [])),
        Gen.Elements(1L, -1L, long.MaxValue, long.MinValue).Select(delta => (Write)new CountWrite(Key, delta)),
        Gen.Elements(0L, 5L, long.MinValue).Select(seen => (Write)new RemoveCounterWrite(Key, seen)));

    /// <summary>Records of sets and counters, removed ones too.</summary>
    public static Gen<Record> Records => Gen.OneOf(
        from at in Timestamps.Extreme
        from elements in Elements
        from tags in Gen.ArrayOf(Tags.NonEmptyListOf(), elements.Length)
        select Record.OfSet(at, [.. elements.Select(element => element.Value)], [.. tags.Select(of => of.ToArray())]),
        from at in Timestamps.Extreme from sum in Gen.Elements(0L, 1L, -1L, long.MaxValue, long.MinValue) select Record.OfCounter(at, sum),
        from at in Timestamps.Extreme from type in Gen.Elements(MapType.OrMap, MapType.PnCounter) select Record.Removed(type, at));
}
