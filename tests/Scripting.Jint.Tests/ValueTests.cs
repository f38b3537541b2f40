namespace TopGun.Scripting.Jint.Tests;

/// <summary>How values go into a script and come back.</summary>
public sealed class ValueTests
{
    private static readonly Value Nested = Value.Object(("n", 5), ("d", 5.0), ("list", Value.List(1, "two", Value.Object(("deep", true)))), ("bytes", Value.Of(new byte[] { 1, 2 })));

    [Theory]
    [InlineData("context.v")]
    [InlineData("(() => { const v = context.v; v.list[2].deep; Object.keys(v); JSON.stringify(v.list); return v })()")]
    [InlineData("(() => { for (const k in context.v); return context.v })()")]
    public void What_is_only_read_comes_back_the_very_same(string expression) => Assert.Same(Nested, Merged(expression));

    [Fact]
    public void A_part_that_is_only_read_comes_back_the_very_same()
    {
        var result = (ObjectValue)Merged("({ ...context.v, n: 6 })");
        Assert.Same(((ObjectValue)Nested)["list"], result["list"]);
        Assert.Same(((ObjectValue)Nested)["d"], result["d"]);
    }

    [Fact]
    public void An_integral_number_is_an_int64_where_the_input_had_one()
    {
        var result = (ObjectValue)Merged("({ n: context.v.n + 1, d: context.v.d + 1, half: 0.5, fresh: 7, list: [2, 'two', 3] })");
        Assert.Equal(Value.Object(("n", 6L), ("d", 6.0), ("half", 0.5), ("fresh", 7.0), ("list", Value.List(2L, "two", 3.0))), result);
    }

    [Fact]
    public void A_changed_input_is_a_copy_and_the_input_stays()
    {
        var result = Merged("(() => { const v = context.v; v.n++; v.list[2].deep = false; v.list.push(9); delete v.d; return v })()");
        Assert.Equal(Value.Object(("n", 6), ("list", Value.List(1, "two", Value.Object(("deep", false)), 9.0)), ("bytes", ((ObjectValue)Nested)["bytes"]!)), result);
        Assert.Equal(Value.Of(5L), ((ObjectValue)Nested)["n"]);
    }

    [Fact]
    public void A_getter_put_into_an_input_is_a_change()
        => Assert.Equal(Value.Of(7.0), ((ObjectValue)Merged("Object.defineProperty(context.v, 'd', { get: () => 7, enumerable: true })"))["d"]);

    [Theory]
    [InlineData("context.v === context.v ? 'same' : 'other'", "same")]
    [InlineData("context.v === 5 ? 'same' : 'other'", "other")]
    [InlineData("context.v ? 'true' : 'false'", "true")]
    [InlineData("new Set([context.v, context.v]).size === 1 ? 'one' : 'two'", "one")]
    public void Opaque_values_can_be_compared(string expression, string expected)
    {
        Assert.Equal(Value.Of(expected), Merged(expression, Value.Of((1L << 53) + 1)));
        Assert.Equal(Value.Of(expected), Merged(expression, Value.Of(new byte[] { 1, 2, 3 })));
    }

    [Theory]
    [InlineData("context.v == 5")]
    [InlineData("context.v + 1")]
    [InlineData("-context.v")]
    [InlineData("`${context.v}`")]
    [InlineData("JSON.stringify([context.v])")]
    [InlineData("(context.v.x = 1)")]
    public void Nothing_else_can_be_done_with_them(string expression)
        => Assert.StartsWith("TypeError", Run($"return {expression}", Value.Of(long.MaxValue)).Message, StringComparison.Ordinal);

    [Fact]
    public void Opaque_values_come_back_the_very_same()
    {
        var big = Value.Of(long.MaxValue);
        Assert.Same(big, Merged("context.v", big));
        Assert.Same(big, ((ListValue)Merged("[1, context.v]", big)).Items[1]);
    }

    [Theory]
    [InlineData(1L << 53)]
    [InlineData(-(1L << 53))]
    public void The_largest_exact_integers_are_numbers(long integer)
    {
        Assert.Equal(Value.Of("number"), Merged("typeof context.v", Value.Of(integer)));
        Assert.Equal(Value.Of(integer), Merged("context.v", Value.Of(integer)));
    }

    [Fact]
    public void Negative_zero_stays_what_it_is()
    {
        Assert.True(double.IsNegative(((DoubleValue)Merged("-0")).Number));
        Assert.True(double.IsNegative(((DoubleValue)Merged("context.v", Value.Of(-0.0))).Number));
        Assert.Equal(Value.True, Merged("Object.is(context.v, -0)", Value.Of(-0.0)));
    }

    [Fact]
    public void Undefined_is_left_out_of_objects_and_null_in_lists()
    {
        Assert.Equal(Value.Object(("list", Value.List(Value.Null, Value.Null, Value.Null))), Merged("({ a: undefined, list: [undefined, null, ,] })"));
        Assert.Null(Run("context.v", Value.Null).Value);
    }

    [Fact]
    public void Names_of_an_input_are_sorted()
        => Assert.Equal(Value.Of("2,10,a,b"), Merged("Object.keys(context.v).join()", Value.Object(("b", 1), ("10", 1), ("a", 1), ("2", 1))));

    [Theory]
    [InlineData("return () => 1")]
    [InlineData("return { value: new Map() }")]
    [InlineData("return [new Date(0)]")]
    [InlineData("return { a: { b: /x/ } }")]
    [InlineData("return { a: 'half \\ud800' }")]
    [InlineData("return Symbol.iterator")]
    public void What_no_value_can_hold_is_refused(string body) => Assert.StartsWith("TypeError: The result holds", Run(body, Value.Null).Message, StringComparison.Ordinal);

    [Fact]
    public void An_untouched_origin_is_free_and_its_repetitions_are_not()
    {
        var large = Value.Object(("text", new string('x', 600_000)));
        Assert.Same(large, Merged("context.v", large));
        Assert.Equal(ScriptLimit.ResultBytes, Run("return { a: [context.v, context.v] }", large).Limit);
    }

    private static Value Merged(string expression, Value? input = null)
    {
        var result = Run($"return {{ value: {expression} }}", input ?? Nested);
        Assert.True(result.Outcome == ScriptOutcome.Completed, result.Message);
        return ((ObjectValue)result.Value!)["value"]!;
    }

    private static ScriptResult Run(string body, Value input) => new JintEngine().Compile(body).Run(ScriptContext.Of(("v", input)));
}
