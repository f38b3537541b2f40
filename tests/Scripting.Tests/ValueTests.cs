using TopGun.Core.Values;

namespace TopGun.Scripting.Tests;

/// <summary>How values go into a script and come back.</summary>
public sealed class ValueTests
{
    private const long Beyond = (1L << 53) + 1;

    private static readonly Value Nested = Value.Object(("n", 5), ("d", 5.0), ("list", Value.List(1, "two", Value.Object(("deep", true)))), ("bytes", Value.Of(new byte[] { 1, 2 })));

    [Theory]
    [InlineData("context.remoteValue")]
    [InlineData("(() => { const v = context.remoteValue; v.list[2].deep; Object.keys(v); JSON.stringify(v.list); return v })()")]
    [InlineData("(() => { let n = 0; for (const k in context.remoteValue) n++; return context.remoteValue })()")]
    public void What_is_only_read_comes_back_the_very_same(string expression)
        => Assert.Same(Nested, Merged(expression));

    [Fact]
    public void A_part_that_is_only_read_comes_back_the_very_same()
        => Assert.Same(((ObjectValue)Nested)["list"], ((ObjectValue)Merged("({ ...context.remoteValue, n: 6 })"))["list"]);

    [Fact]
    public void Texts_and_numbers_that_are_only_passed_on_come_back_the_very_same()
    {
        var result = (ObjectValue)Merged("({ ...context.remoteValue, extra: 1 })");
        Assert.Same(((ObjectValue)Nested)["n"], result["n"]);
        Assert.Same(((ObjectValue)Nested)["d"], result["d"]);
    }

    [Fact]
    public void An_integral_number_is_an_int64_where_the_input_had_one()
    {
        var result = (ObjectValue)Merged("({ n: context.remoteValue.n + 1, d: context.remoteValue.d + 1, fresh: 7, list: [2, 'two', 3] })");
        Assert.Equal(Value.Of(6L), result["n"]);
        Assert.Equal(Value.Of(6.0), result["d"]);
        Assert.Equal(Value.Of(7.0), result["fresh"]);
        Assert.Equal(Value.List(2L, "two", 3.0), result["list"]);
    }

    [Fact]
    public void A_fraction_is_a_double_even_where_the_input_had_an_int64()
        => Assert.Equal(Value.Of(2.5), ((ObjectValue)Merged("({ n: context.remoteValue.n / 2 })"))["n"]);

    [Fact]
    public void A_changed_input_is_a_copy_and_the_input_stays()
    {
        var result = (ObjectValue)Merged("(() => { const v = context.remoteValue; v.n++; v.list[2].deep = false; v.list.push(9); delete v.d; return v })()");
        Assert.Equal(Value.Object(("n", 6), ("list", Value.List(1, "two", Value.Object(("deep", false)), 9.0)), ("bytes", ((ObjectValue)Nested)["bytes"]!)), result);
        Assert.Equal(Value.Of(5L), ((ObjectValue)Nested)["n"]);
    }

    [Fact]
    public void A_change_deep_inside_shows_in_what_is_around_it()
        => Assert.Equal(Value.Of(false), ((ObjectValue)((ListValue)((ObjectValue)Merged("(() => { context.remoteValue.list[2].deep = false; return context.remoteValue })()"))["list"]!).Items[2])["deep"]);

    [Fact]
    public void An_input_is_one_object_however_often_it_is_read()
        => Assert.Equal(Value.True, Merged("context.remoteValue === context.remoteValue && context.remoteValue.list[2] === context.remoteValue.list[2]"));

    [Theory]
    [InlineData("typeof context.remoteValue", "opaque")]
    [InlineData("context.remoteValue === context.remoteValue ? 'same' : 'other'", "same")]
    [InlineData("context.remoteValue == 5 ? 'same' : 'other'", "other")]
    [InlineData("context.remoteValue ? 'true' : 'false'", "true")]
    [InlineData("new Set([context.remoteValue, context.remoteValue]).size === 1 ? 'one' : 'two'", "one")]
    public void Opaque_values_can_be_compared(string expression, string expected)
    {
        Assert.Equal(Value.Of(expected), Merged(expression, Value.Of(Beyond)));
        Assert.Equal(Value.Of(expected), Merged(expression, Value.Of(new byte[] { 1, 2, 3 })));
    }

    [Theory]
    [InlineData("context.remoteValue + 1")]
    [InlineData("-context.remoteValue")]
    [InlineData("`${context.remoteValue}`")]
    [InlineData("context.remoteValue < 5")]
    [InlineData("context.remoteValue.length")]
    [InlineData("JSON.stringify([context.remoteValue])")]
    [InlineData("String(context.remoteValue)")]
    [InlineData("Object.keys(context.remoteValue)")]
    [InlineData("Math.max(context.remoteValue)")]
    public void Opaque_values_cannot_be_computed_with(string expression)
    {
        Assert.StartsWith("TypeError", MergeCall.Threw($"return {expression}", Value.Of(Beyond)), StringComparison.Ordinal);
        Assert.StartsWith("TypeError", MergeCall.Threw($"return {expression}", Value.Of(new byte[] { 1 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Opaque_values_come_back_the_very_same()
    {
        var big = Value.Of(long.MaxValue);
        Assert.Same(big, Merged("context.remoteValue", big));
        Assert.Same(big, ((ListValue)Merged("[1, context.remoteValue]", big)).Items[1]);
    }

    [Theory]
    [InlineData(1L << 53)]
    [InlineData(-(1L << 53))]
    public void The_largest_exact_integers_are_numbers(long integer)
        => Assert.Equal(Value.Of("number"), Merged("typeof context.remoteValue", Value.Of(integer)));

    [Fact]
    public void Names_of_an_input_are_sorted_whatever_order_they_were_made_in()
    {
        Assert.Equal(Value.Of("2,10,a,b"), Merged("Object.keys(context.remoteValue).join()", Value.Object(("b", 1), ("10", 1), ("a", 1), ("2", 1))));
        Assert.Equal(Value.Of("2,10,a,b"), Merged("Object.keys(context.remoteValue).join()", Value.Object(("10", 1), ("2", 1), ("a", 1), ("b", 1))));
    }

    [Fact]
    public void Undefined_is_left_out_of_objects_and_null_in_lists()
        => Assert.Equal(Value.Object(("list", Value.List(Value.Null, Value.Null))), Merged("({ a: undefined, list: [undefined, null] })"));

    [Fact]
    public void A_body_without_a_return_completes_with_nothing()
        => Assert.Null(Script.Compile("context.x").Run(ScriptContext.Of()).Value);

    [Theory]
    [InlineData("return () => 1")]
    [InlineData("return { value: new Map() }")]
    [InlineData("return [new Date(0)]")]
    [InlineData("return { a: { b: /x/ } }")]
    [InlineData("return { a: 'half \\ud800' }")]
    [InlineData("return Symbol.iterator")]
    public void What_no_value_can_hold_is_refused(string body) => Assert.StartsWith("TypeError: The result holds", MergeCall.Threw(body), StringComparison.Ordinal);

    [Fact]
    public void A_result_that_changes_while_it_is_read_is_refused()
        => Assert.StartsWith("TypeError", MergeCall.Threw("const o = { a: { get x() { o.b = undefined; return 1 } }, b: 1 }; return { v: o }"), StringComparison.Ordinal);

    [Fact]
    public void An_untouched_input_that_occurs_often_counts_often()
    {
        var large = Value.Object(("text", new string('x', 200_000)));
        var result = MergeCall.Run("return { a: [context.remoteValue, context.remoteValue, context.remoteValue] }", remote: large);
        Assert.Equal(ScriptLimit.ResultBytes, result.Limit);
        Assert.Same(large, ((ObjectValue)MergeCall.Completed("return { action: 'accept', value: context.remoteValue }", remote: Value.List(large, large, large) is ListValue list ? list.Items[0] : large))["value"]);
    }

    // The result of a resolver has the value as a member; that is where origins start.
    private static Value Merged(string expression, Value? remote = null)
        => ((ObjectValue)MergeCall.Completed($"return {{ value: {expression} }}", remote: remote ?? Nested))["value"]!;
}
