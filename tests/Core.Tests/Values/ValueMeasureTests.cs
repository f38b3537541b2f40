using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Values;

public class ValueMeasureTests
{
    public static TheoryData<Value, long, int> Examples => new()
    {
        { Value.Null, 2, 0 },
        { Value.True, 2, 0 },
        { Value.Of(0), 2, 0 },
        { Value.Of(127), 2, 0 },
        { Value.Of(128), 3, 0 },
        { Value.Of(-1), 11, 0 },
        { Value.Of(1.5), 9, 0 },
        { Value.Of(""), 2, 0 },
        { Value.Of("\u20AC"), 5, 0 },                               // three bytes of UTF-8
        { Value.Of(new string('x', 128)), 131, 0 },                 // the length takes two bytes
        { Value.Of((ReadOnlyMemory<byte>)new byte[3]), 5, 0 },
        { Value.List(), 2, 1 },
        { Value.List(1, Value.Null), 10, 1 },                       // 2 + (2 + 2) + (2 + 2)
        { Value.List(Value.List()), 6, 2 },
        { ObjectValue.Empty, 2, 1 },
        { Value.Object(("a", 1)), 11, 1 },                          // 2 + (2 + (2 + 1) + (2 + 2))
        { Value.Object(("a", ObjectValue.Empty)), 11, 2 },
    };

    [Theory, MemberData(nameof(Examples))]
    public void A_value_has_the_bytes_of_its_message_and_the_levels_around_its_innermost(Value value, long bytes, int depth)
        => Assert.Equal((bytes, depth), (ValueMeasure.Of(value).Bytes, ValueMeasure.Of(value).Depth));

    [Fact]
    public void Fields_measure_like_the_object_that_they_make()
        => Law.Holds(SomeValues.Objects, value => ValueMeasure.OfObject(value.Fields) == ValueMeasure.Of(value));

    [Fact]
    public void The_longest_name_is_found_at_any_level()
        => Assert.Equal(6, ValueMeasure.Of(Value.Object(("a", Value.List(Value.Object(("\u20AC\u20AC", 1)))))).LongestNameBytes);

    [Fact]
    public void An_empty_name_is_found_at_any_level()
        => Assert.Equal(TextFlaws.EmptyName, ValueMeasure.Of(Value.Object(("a", Value.List(Value.Object(("", 1)))))).Flaws);

    // Not inline: the compiler stores those as UTF-8, which has no halves.
    public static TheoryData<string, TextFlaws> Texts => new()
    {
        { "\uD800", TextFlaws.IllFormed },
        { "a\uDC00\uD800", TextFlaws.IllFormed },
        { "\U0001F600\uD83D", TextFlaws.IllFormed },
        { "\U0001F600\U0001F600 and \u00FC", TextFlaws.None },
    };

    [Theory, MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Half_of_a_surrogate_pair_is_found(string text, TextFlaws flaws)
    {
        Assert.Equal(flaws, ValueMeasure.Of(Value.List(text)).Flaws);
        Assert.Equal(flaws, ValueMeasure.OfName(text).Flaws);
    }

    [Fact]
    public void A_value_of_a_million_levels_is_too_deep_and_overflows_no_stack()
    {
        var value = Value.List();
        for (var level = 0; level < 1_000_000; level++) value = Value.List(value);

        Assert.True(ValueMeasure.Of(value).Depth > ValueMeasure.DeepestLook);
    }
}
