namespace TopGun.Scripting.Tests;

/// <summary>What is refused when a script is compiled, and where it says so.</summary>
public sealed class RegistrationTests
{
    [Theory]
    [InlineData("eval")]
    [InlineData("Function")]
    [InlineData("fetch")]
    [InlineData("require")]
    [InlineData("process")]
    [InlineData("setTimeout")]
    [InlineData("setInterval")]
    public void Names_that_scripts_must_not_have_are_refused_with_their_place(string name)
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Script.Compile($"const a = 1;\nif (a > 2) {{\n  {name}('x');\n}}"));
        Assert.Equal((3, 3), (refused.Line, refused.Column));
        Assert.Equal($"'{name}' is not part of the language.", refused.Message);
    }

    [Fact]
    public void Import_is_refused_with_its_place()
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Script.Compile("return 1;\nimport('fs')"));
        Assert.Equal((2, 1), (refused.Line, refused.Column));
    }

    [Theory]
    [InlineData("const process = context.process; return process?.step ?? 1")]
    [InlineData("const o = { eval: 1, require: 2, import: 3 }; return o.eval + o.require + o.import")]
    [InlineData("const fetch = () => 1; return fetch()")]
    [InlineData("return 'eval(1); Function; process.exit()'")]
    [InlineData("function setTimeout(f) { return f() } return setTimeout(() => 1)")]
    public void The_same_words_are_fine_where_they_mean_something_else(string body)
        => Assert.Equal(ScriptOutcome.Completed, Script.Compile(body).Run(ScriptContext.Of()).Outcome);

    [Theory]
    [InlineData("return foo", 1, 8, "'foo' is not defined.")]
    [InlineData("let a = 1;\nlet a = 2;", 2, 5, "'a' has already been declared.")]
    [InlineData("return /(a)\\1/", 1, 12, "Invalid regular expression: Backreferences are not part of the language: they cannot be matched in linear time.")]
    [InlineData("return /(?=a)/", 1, 9, "Invalid regular expression: Lookahead is not part of the language: it cannot be matched in linear time.")]
    [InlineData("return 10n", 1, 8, "BigInt is not part of the language.")]
    [InlineData("return arguments", 1, 8, "'arguments' is not part of the language; use a rest parameter.")]
    public void Errors_say_what_and_where(string body, int line, int column, string message)
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Script.Compile(body));
        Assert.Equal((line, column), (refused.Line, refused.Column));
        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void A_long_source_is_refused_by_its_bytes()
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Script.Compile($"return '{new string('é', 25_600)}'"));
        Assert.Equal("Source of 51,209 bytes; at most 51,200 are accepted.", refused.Message);
        Assert.NotNull(Script.Compile($"return '{new string('é', 25_600)}'", 60_000));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("(() => ", ")")]
    [InlineData("!", "")]
    [InlineData("new ", "")]
    [InlineData("if (1) ", "")]
    [InlineData("a: ", "")]
    [InlineData("`${", "}`")]
    [InlineData("({ a: ", "})")]
    [InlineData("x = ", "")]
    [InlineData("1 ? 1 : ", "")]
    [InlineData("1 + ", "")]
    [InlineData("1 ** ", "")]
    [InlineData("x => ", "")]
    [InlineData("function f() {", "}")]
    [InlineData("class A { m() {", "}}")]
    [InlineData("/* */ - ", "")]
    [InlineData("delete x.", "")]
    [InlineData("a.b", "")]
    [InlineData("a?.", "")]
    [InlineData("f()(", ")")]
    public void However_deep_a_source_nests_it_is_refused_on_a_small_stack(string open, string close)
    {
        var source = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Exception? refused = null;
        var thread = new Thread(() => refused = Record.Exception(() => Script.Compile(source, Script.MaxSourceBytes)), 1 << 20);
        thread.Start();
        thread.Join();
        Assert.IsType<ScriptSyntaxException>(refused);
    }

    [Fact]
    public void Chains_of_else_if_may_be_long()
    {
        var source = string.Concat(Enumerable.Range(0, 400).Select(i => $"if (context.x === {i}) return {i}; else ")) + "return -1;";
        Assert.Equal(Value.Of(-1.0), Script.Compile(source).Run(ScriptContext.Of(), time: new StoppedTime()).Value);
    }
}
