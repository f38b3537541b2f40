using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Generators;

/// <summary>Queries to try, and maps to ask.</summary>
public static class SomeQueries
{
    private static readonly string[] Texts = ["", "a", "Gr", "\U0001F600"];

    /// <summary>Values that are often equal or near to each other.</summary>
    public static Gen<Value> Near => Gen.OneOf(
        Gen.Elements<Value>(1L, 1.0, 2L, 1.5, double.NaN, 0.0, -0.0, 0L, "a", "ab", true, false),
        Gen.Constant(Value.Null),
        SomeValues.Any);

    /// <summary>Paths of none to two names.</summary>
    public static Gen<FieldPath> Paths
        => from length in Gen.Choose(0, 2)
           from names in Gen.ArrayOf(SomeValues.Names, length)
           select new FieldPath(names);

    /// <summary>Conditions of up to three levels.</summary>
    public static Gen<Predicate> Predicates => UpTo(3);

    /// <summary>Records of a map, each with a key of its own, in any order.</summary>
    public static Gen<KeyValuePair<string, Value>[]> Maps
        => from count in Gen.Choose(0, 12)
           from keys in Gen.Shuffle(Enumerable.Range(0, count).Select(i => i % 2 == 0 ? $"k{i}" : $"\uFFFD{char.ConvertFromUtf32(0x1F600 + i)}").ToArray())
           from values in Gen.ArrayOf(Gen.OneOf(SomeValues.Fields(Near).Select(fields => (Value)new ObjectValue(fields)), Near), count)
           select keys.Zip(values, KeyValuePair.Create).ToArray();

    /// <summary>Queries without a page before them.</summary>
    public static Gen<MapQuery> Any
        => from asks in Gen.Elements(true, true, false)
           from predicate in Predicates
           from sortCount in Gen.Choose(0, 3)
           from sort in Gen.ArrayOf(from path in Paths from descends in Gen.Elements(true, false) select new SortField(path, descends), sortCount)
           from limit in Gen.Elements<int?>(null, 1, 2, 5)
           from fieldCount in Gen.Choose(0, 3)
           from fields in Gen.ArrayOf(Paths.Where(path => path.Names.Count > 0), fieldCount)
           select new MapQuery(asks ? predicate : null, sort, limit, null, fields);

    private static Gen<Predicate> UpTo(int levels)
    {
        var leaves = Gen.OneOf(
            from path in Paths from how in Gen.Choose(1, 6) from value in Near select (Predicate)new ComparePredicate(path, (CompareOperator)how, value),
            from path in Paths from values in Near.ListOf(3) select (Predicate)new InPredicate(path, [.. values]),
            from path in Paths from text in Gen.Elements(Texts) select (Predicate)new PrefixPredicate(path, text),
            from path in Paths from value in Near select (Predicate)new ContainsPredicate(path, value),
            Paths.Select(path => (Predicate)new ExistsPredicate(path)));
        if (levels == 1) return leaves;

        var parts = from count in Gen.Choose(0, 2) from some in Gen.ArrayOf(UpTo(levels - 1), count) select some;
        return Gen.OneOf(
            leaves,
            parts.Select(some => (Predicate)new AndPredicate(some)),
            parts.Select(some => (Predicate)new OrPredicate(some)),
            UpTo(levels - 1).Select(part => (Predicate)new NotPredicate(part)));
    }
}
