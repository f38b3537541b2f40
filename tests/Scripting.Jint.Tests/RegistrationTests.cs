namespace TopGun.Scripting.Jint.Tests;

/// <summary>What is refused when a script is compiled, and where it says so.</summary>
public sealed class RegistrationTests
{
    private static readonly JintEngine Engine = new();

    [Theory]
    [InlineData("eval")]
    [InlineData("Function")]
    [InlineData("fetch")]
    [InlineData("require")]
    [InlineData("process")]
    [InlineData("setTimeout")]
    [InlineData("setInterval")]
    [InlineData("import")]
    public void Names_that_scripts_must_not_have_are_refused_with_their_place(string name)
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Engine.Compile($"const a = 1;\nif (a > 2) {{\n  {name}('x');\n}}"));
        Assert.Equal((3, 3), (refused.Line, refused.Column));
        Assert.Equal($"'{name}' is not part of the language.", refused.Message);
    }

    [Theory]
    [InlineData("const process = context.process; return process?.step ?? 1")]
    [InlineData("const o = { eval: 1, require: 2, import: 3 }; return o.eval + o.require + o.import")]
    [InlineData("const fetch = () => 1; return fetch()")]
    [InlineData("return 'eval(1); Function; process.exit()'")]
    [InlineData("function setTimeout(f) { return f() } return setTimeout(() => 1)")]
    [InlineData("const { require, ...process } = { require: 1 }; fetch: for (;;) { break fetch } return require")]
    [InlineData("return typeof whatever")]
    [InlineData("const f = function require(n) { return n ? require(n - 1) : 1 }; return f(2)")]
    [InlineData("try { throw 1 } catch (fetch) { return fetch }")]
    [InlineData("for (const fetch of [1]) return fetch")]
    public void The_same_words_are_fine_where_they_mean_something_else(string body)
        => Assert.Equal(ScriptOutcome.Completed, Engine.Compile(body).Run(ScriptContext.Of()).Outcome);

    [Theory]
    [InlineData("return foo", 1, 8, "'foo' is not defined.")]
    [InlineData("return {\n  foo }", 2, 3, "'foo' is not defined.")]
    [InlineData("{ let inner = 1 }\nreturn inner", 2, 8, "'inner' is not defined.")]
    [InlineData("switch (y) { case 1: let y }", 1, 9, "'y' is not defined.")]
    [InlineData("const { [eval]: a } = context", 1, 10, "'eval' is not part of the language.")]
    [InlineData("return typeof eval", 1, 15, "'eval' is not part of the language.")]
    [InlineData("return arguments", 1, 8, "'arguments' is not part of the language.")]
    [InlineData("return 10n", 1, 8, "BigInt is not part of the language.")]
    [InlineData("async function f() {}", 1, 1, "'async' is not part of the language.")]
    [InlineData("const f = function* () {}", 1, 11, "Generators are not part of the language.")]
    public void Errors_say_what_and_where(string body, int line, int column, string message)
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Engine.Compile(body));
        Assert.Equal((line, column, message), (refused.Line, refused.Column, refused.Message));
    }

    [Theory]
    [InlineData("}); (function () {")]
    [InlineData("return 1 }, function () { return 2")]
    [InlineData("let a = 1;\nlet a = 2;")]
    [InlineData("let context = 1")]
    [InlineData("with (context) {}")]
    [InlineData("return /(/")]
    [InlineData("return 1 /*")]
    public void What_is_no_body_is_refused(string body) => Assert.Throws<ScriptSyntaxException>(() => Engine.Compile(body));

    [Fact]
    public void A_long_source_is_refused_by_its_bytes()
    {
        var refused = Assert.Throws<ScriptSyntaxException>(() => Engine.Compile($"return '{new string('é', 25_600)}'"));
        Assert.Equal("Source of 51,209 bytes; at most 51,200 are accepted.", refused.Message);
        Assert.NotNull(Engine.Compile($"return '{new string('é', 25_600)}'", 60_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Compile("", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Compile("", Script.MaxSourceBytes + 1));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("(() => ", ")")]
    [InlineData("!", "")]
    [InlineData("new ", "")]
    [InlineData("if (1) ", "")]
    [InlineData("`${", "}`")]
    [InlineData("({ a: ", "})")]
    [InlineData("1 ? 1 : ", "")]
    [InlineData("1 + ", "")]
    [InlineData("1 ** ", "")]
    [InlineData("function f() {", "}")]
    [InlineData("class A { m() {", "}}")]
    [InlineData("a.b", "")]
    [InlineData("f()(", ")")]
    [InlineData("/", "/")]
    public void However_deep_a_source_nests_it_is_refused_on_a_small_stack(string open, string close)
    {
        var source = open == "/"
            ? $"return /{new string('(', 10_000)}a{new string(')', 10_000)}/.test('a').x.y"
            : string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Exception? refused = null;
        var thread = new Thread(() => refused = Record.Exception(() => Engine.Compile(source, Script.MaxSourceBytes).Run(ScriptContext.Of())), 1 << 20);
        thread.Start();
        thread.Join();
        if (open != "/") Assert.IsType<ScriptSyntaxException>(refused);
    }

    [Fact]
    public void What_nests_as_deep_as_it_may_runs()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", 200));
        Assert.Equal(Value.Of(200.0), Engine.Compile($"return {sum}").Run(ScriptContext.Of()).Value);
        var chain = string.Concat(Enumerable.Range(0, 200).Select(i => $"if (context.x === {i}) return {i}; else ")) + "return -1;";
        Assert.Equal(Value.Of(-1.0), Engine.Compile(chain).Run(ScriptContext.Of()).Value);
    }
}
