using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Queries;

public class QueryExampleTests
{
    private static readonly FieldPath Age = FieldPath.Of("age");

    [Fact]
    public void One_is_one_as_integer_and_as_double()
    {
        var value = Value.Object(("age", 1L), ("list", Value.List(1L)));

        Assert.True(new ComparePredicate(Age, CompareOperator.Equal, 1.0).Matches(value));
        Assert.True(new InPredicate(Age, [2.0, 1.0]).Matches(value));
        Assert.True(new ContainsPredicate(FieldPath.Of("list"), 1.0).Matches(value));
        Assert.True(new ComparePredicate(FieldPath.Of("list"), CompareOperator.Equal, Value.List(1.0)).Matches(value));
    }

    [Theory]
    [InlineData(long.MaxValue, 9223372036854775808.0, -1)]
    [InlineData((1L << 53) + 1, 9007199254740992.0, 1)]
    [InlineData(long.MinValue, -9223372036854775808.0, 0)]
    [InlineData(-1L, -1.5, 1)]
    [InlineData(1L, 1.5, -1)]
    [InlineData(long.MinValue, double.NaN, 1)]
    [InlineData(long.MinValue, double.NegativeInfinity, 1)]
    public void Integers_and_doubles_compare_exactly(long integer, double number, int order)
    {
        Assert.Equal(order, Math.Sign(ValueOrder.Instance.Compare(integer, number)));
        Assert.Equal(-order, Math.Sign(ValueOrder.Instance.Compare(number, integer)));
    }

    [Fact]
    public void Kinds_have_an_order()
    {
        Value?[] inOrder =
        [
            null, Value.Null, false, true, double.NaN, -1L, 0.5, "", "a", "\uFFFD", "\U0001F600",
            Value.Of((ReadOnlyMemory<byte>)new byte[] { 1 }), Value.List(), Value.List(1L), ObjectValue.Empty, Value.Object(("a", 1L)),
        ];

        Assert.Equal(inOrder, inOrder.Reverse().Order(ValueOrder.Instance));
    }

    [Fact]
    public void An_absent_field_meets_only_what_is_negative()
    {
        var value = Value.Object(("name", "x"));

        Assert.True(new ComparePredicate(Age, CompareOperator.NotEqual, 1L).Matches(value));
        Assert.False(new ComparePredicate(Age, CompareOperator.LessOrEqual, 1L).Matches(value));
        Assert.False(new ComparePredicate(Age, CompareOperator.Equal, Value.Null).Matches(value));
        Assert.False(new ExistsPredicate(Age).Matches(value));
        Assert.True(new ExistsPredicate(Age).Matches(Value.Object(("age", Value.Null))));
    }

    [Fact]
    public void A_text_is_not_below_a_number()
        => Assert.False(new ComparePredicate(Age, CompareOperator.Greater, 1L).Matches(Value.Object(("age", "old"))));
}
