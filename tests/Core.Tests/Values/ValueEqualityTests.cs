using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Values;

public class ValueEqualityTests
{
    private static Gen<Value> Numbers => SomeValues.Scalars.Where(value => value is Int64Value or DoubleValue);

    [Fact]
    public void A_value_equals_its_copy_and_hashes_like_it()
        => Law.Holds(SomeValues.Any, value => value.Equals(Copy(value)) && value.GetHashCode() == Copy(value).GetHashCode());

    [Fact]
    public void Equality_is_symmetric_and_keeps_the_kinds_apart()
        => Law.Holds(SomeValues.Any.Two(), pair => pair.Item1.Equals(pair.Item2) == pair.Item2.Equals(pair.Item1)
            && (!pair.Item1.Equals(pair.Item2) || (pair.Item1.Kind == pair.Item2.Kind && pair.Item1.GetHashCode() == pair.Item2.GetHashCode())));

    [Fact]
    public void An_integer_is_not_a_double_but_says_the_same()
    {
        Assert.NotEqual(Value.Of(1), Value.Of(1.0));
        Assert.True(Value.NumericallyEquals(Value.Of(1), Value.Of(1.0)));
    }

    [Fact]
    public void The_order_of_names_does_not_count()
        => Assert.Equal(Value.Object(("a", 1), ("b", 2)), Value.Object(("b", 2), ("a", 1)));

    [Fact]
    public void Equal_values_are_numerically_equal()
        => Law.Holds(SomeValues.Any, value => Value.NumericallyEquals(value, Copy(value)));

    [Fact]
    public void Numbers_are_equal_where_they_say_exactly_the_same()
        => Law.Holds(Numbers.Two(), pair => Value.NumericallyEquals(pair.Item1, pair.Item2) == ExactlyEqual(pair.Item1, pair.Item2));

    [Fact]
    public void Numeric_equality_is_transitive()
        => Law.Holds(Numbers.Three(), three => !(Value.NumericallyEquals(three.Item1, three.Item2) && Value.NumericallyEquals(three.Item2, three.Item3))
            || Value.NumericallyEquals(three.Item1, three.Item3));

    [Theory]
    [InlineData(long.MinValue, -9223372036854775808.0, true)]
    [InlineData(long.MaxValue, 9223372036854775807.0, false)]   // that double is 2^63
    [InlineData((1L << 53) + 1, 9007199254740992.0, false)]
    [InlineData(0, -0.0, true)]
    [InlineData(0, double.NaN, false)]
    public void Numbers_at_the_limits_compare_by_what_they_say(long integer, double number, bool same)
    {
        Assert.Equal(same, Value.NumericallyEquals(Value.Of(integer), Value.Of(number)));
        Assert.Equal(same, Value.NumericallyEquals(Value.Of(number), Value.Of(integer)));
    }

    [Fact]
    public void Numbers_count_by_what_they_say_at_any_depth()
    {
        Assert.True(Value.NumericallyEquals(Value.Object(("a", Value.List(1, 2.0))), Value.Object(("a", Value.List(1.0, 2)))));
        Assert.False(Value.NumericallyEquals(Value.List(1), Value.List(1, 2)));
        Assert.False(Value.NumericallyEquals(Value.Object(("a", 1)), Value.Object(("b", 1))));
        Assert.False(Value.NumericallyEquals(Value.Of("1"), Value.Of(1)));
    }

    private static bool ExactlyEqual(Value left, Value right) => (left, right) switch
    {
        (Int64Value l, DoubleValue r) => double.IsInteger(r.Number) && new BigInteger(r.Number) == l.Number,
        (DoubleValue, Int64Value) => ExactlyEqual(right, left),
        _ => left.Equals(right),
    };

    private static Value Copy(Value value) => value switch
    {
        BytesValue bytes => Value.Of((ReadOnlyMemory<byte>)bytes.Bytes.ToArray()),
        ListValue list => Value.List([.. list.Items.Select(Copy)]),
        ObjectValue fields => new ObjectValue(fields.Fields.Reverse().ToDictionary(field => field.Key, field => Copy(field.Value))),
        DoubleValue number => Value.Of(number.Number),
        Int64Value integer => Value.Of(integer.Number),
        StringValue text => Value.Of(new string(text.Text)),
        _ => value,
    };
}
