using System.Numerics;
using System.Text;

namespace TopGun.Core.Values;

/// <summary>How large a value is, by measures that every language can take.</summary>
/// <remarks>
/// The bytes of a value are those of its Protobuf message, without the tag and the length in front of it. With
/// <c>v(n)</c> for the bytes of n as a varint (1 for each 7 bits begun), and <c>f(n) = 1 + v(n) + n</c> for a field of n bytes:
/// <list type="bullet">
/// <item>null and bool: 2; double: 9; int64: 1 + v(number), where a negative number takes 10;</item>
/// <item>string and bytes: f(bytes, in UTF-8);</item>
/// <item>list: f(the sum of f(item));</item>
/// <item>object: f(the sum, over its fields, of f(f(name) + f(value))).</item>
/// </list>
/// The depth is the number of lists and objects around the innermost value, itself included where it is one: 0 for a
/// number, 1 for <c>{}</c> and <c>[1]</c>, 2 for <c>{"a":{}}</c>.
/// </remarks>
/// <param name="Bytes">The bytes of the value.</param>
/// <param name="Depth">Levels of lists and objects.</param>
/// <param name="LongestNameBytes">Bytes of UTF-8 of the longest name of a field, at any level; 0 when there is none.</param>
/// <param name="Flaws">What is wrong with its texts and names.</param>
public readonly record struct ValueMeasure(long Bytes, int Depth, int LongestNameBytes, TextFlaws Flaws)
{
    /// <summary>As deep as anybody looks: more is not a value but an attack, and would end in an overflow of the stack.</summary>
    public const int DeepestLook = 128;

    /// <summary>Measures a value. Below <see cref="DeepestLook"/> levels it looks no further, and the bytes there do not count.</summary>
    public static ValueMeasure Of(Value value) => Of(value, DeepestLook);

    /// <summary>Measures fields as the object that they make.</summary>
    public static ValueMeasure OfObject(IReadOnlyDictionary<string, Value> fields) => OfObject(fields, DeepestLook);

    /// <summary>Measures a name by itself: its bytes of UTF-8 and its flaws.</summary>
    public static ValueMeasure OfName(string name)
    {
        var bytes = Encoding.UTF8.GetByteCount(name);
        return new(bytes, 0, bytes, (bytes == 0 ? TextFlaws.EmptyName : TextFlaws.None) | FlawsOf(name, bytes));
    }

    private static ValueMeasure Of(Value value, int levels)
    {
        switch (value)
        {
            case StringValue text:
                var bytes = Encoding.UTF8.GetByteCount(text.Text);
                return new(Field(bytes), 0, 0, FlawsOf(text.Text, bytes));
            case BytesValue opaque:
                return new(Field(opaque.Bytes.Length), 0, 0, TextFlaws.None);
            case Int64Value integer:
                return new(1 + Varint((ulong)integer.Number), 0, 0, TextFlaws.None);
            case DoubleValue:
                return new(9, 0, 0, TextFlaws.None);
            case ListValue list:
                return OfList(list, levels);
            case ObjectValue fields:
                return OfObject(fields.Fields, levels);
            default:
                return new(2, 0, 0, TextFlaws.None);
        }
    }

    private static ValueMeasure OfList(ListValue list, int levels)
    {
        var sum = new ValueMeasure(0, 0, 0, TextFlaws.None);
        if (levels > 0)
            foreach (var item in list.Items)
            {
                var measure = Of(item, levels - 1);
                sum = sum.With(measure, Field(measure.Bytes));
            }

        return sum with { Bytes = Field(sum.Bytes), Depth = sum.Depth + 1 };
    }

    private static ValueMeasure OfObject(IReadOnlyDictionary<string, Value> fields, int levels)
    {
        var sum = new ValueMeasure(0, 0, 0, TextFlaws.None);
        if (levels > 0)
            foreach (var (name, value) in fields)
            {
                var named = OfName(name);
                var measure = Of(value, levels - 1);
                sum = sum.With(named, 0).With(measure, Field(Field(named.Bytes) + Field(measure.Bytes)));
            }

        return sum with { Bytes = Field(sum.Bytes), Depth = sum.Depth + 1 };
    }

    private ValueMeasure With(ValueMeasure part, long bytes)
        => new(Bytes + bytes, Math.Max(Depth, part.Depth), Math.Max(LongestNameBytes, part.LongestNameBytes), Flaws | part.Flaws);

    private static TextFlaws FlawsOf(string text, int bytes)
    {
        // As many bytes as characters: ASCII, where nothing can be wrong.
        if (bytes == text.Length) return TextFlaws.None;

        for (var rest = text.AsSpan(); ; rest = rest[2..])
        {
            var surrogate = rest.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0) return TextFlaws.None;
            rest = rest[surrogate..];
            if (rest.Length < 2 || !char.IsSurrogatePair(rest[0], rest[1])) return TextFlaws.IllFormed;
        }
    }

    private static long Field(long bytes) => 1 + Varint((ulong)bytes) + bytes;

    private static int Varint(ulong number) => (BitOperations.Log2(number | 1) / 7) + 1;
}
