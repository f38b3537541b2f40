using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Values;

namespace TopGun.Generators;

/// <summary>Values to try.</summary>
public static class SomeValues
{
    private static readonly long[] Integers = [0, 1, -1, 127, 128, 1L << 53, (1L << 53) + 1, long.MinValue, long.MaxValue];

    // 2^53, 2^63 and -2^63 among them, where integers and doubles part.
    private static readonly double[] Doubles =
    [
        0, 1, -1, 0.1, 9007199254740992, 9223372036854775808, -9223372036854775808, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity,
    ];

    private static readonly string[] Texts = ["", "a", "b", "Grüße", "\u20AC", "\U0001F600", "\uFFFD", "\0", "line\nbreak"];

    /// <summary>Names of fields; few, so that writes meet.</summary>
    public static Gen<string> Names => Gen.Elements("a", "b", "c");

    /// <summary>Values of no depth, limits of each kind among them.</summary>
    public static Gen<Value> Scalars => Gen.OneOf(
        Gen.Constant(Value.Null),
        Gen.Elements(Value.True, Value.False),
        Gen.Elements(Integers).Select(Value.Of),
        Gen.Elements(Doubles).Select(Value.Of),
        Gen.Elements(Texts).Select(Value.Of),
        Gen.Choose(0, 200).Select(length => Value.Of((ReadOnlyMemory<byte>)new byte[length])));

    /// <summary>Values of all kinds, a few levels deep.</summary>
    public static Gen<Value> Any => UpTo(3);

    /// <summary>Values that are not objects.</summary>
    public static Gen<Value> NoObjects => Any.Where(value => value is not ObjectValue);

    /// <summary>Objects of few fields.</summary>
    public static Gen<ObjectValue> Objects => Fields(UpTo(2)).Select(fields => new ObjectValue(fields));

    /// <summary>Objects of few fields with few small values, so that edits often agree.</summary>
    public static Gen<ObjectValue> SmallObjects => Fields(SmallValues).Select(fields => new ObjectValue(fields));

    /// <summary>Few small values.</summary>
    public static Gen<Value> SmallValues => Gen.Elements(Value.Of(1), Value.Of(2), Value.Of(3), Value.Null);

    /// <summary>Up to three fields, in any order.</summary>
    public static Gen<Dictionary<string, Value>> Fields(Gen<Value> values)
        => from some in Gen.SubListOf("a", "b", "c")
           from names in Gen.Shuffle(some.ToArray())
           from written in Gen.ArrayOf(values, names.Length)
           select names.Zip(written).ToDictionary(field => field.First, field => field.Second, StringComparer.Ordinal);

    private static Gen<Value> UpTo(int levels) => levels == 0
        ? Scalars
        : Gen.Frequency(
            (4, Scalars),
            (1, UpTo(levels - 1).ListOf(2).Select(items => Value.List([.. items]))),
            (1, Gen.Constant(Value.List())),
            (2, Fields(UpTo(levels - 1)).Select(fields => (Value)new ObjectValue(fields))));
}
