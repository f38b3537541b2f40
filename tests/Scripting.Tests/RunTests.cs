using TopGun.Core.Values;

namespace TopGun.Scripting.Tests;

/// <summary>Runs do not see each other, are charged alike, and meet the host only through its functions.</summary>
public sealed class RunTests
{
    [Fact]
    public void One_script_runs_on_many_threads_at_once()
    {
        var script = Script.Compile(
            "const m = new Map(); for (let i = 0; i < 200; i++) m.set(i, [...context.n].map(c => c + i).join('')); return m.size + context.n + /(\\d+)/.exec(context.n)[1]");
        var bills = new ScriptBill[200];
        Parallel.For(0, 200, i =>
        {
            var result = script.Run(ScriptContext.Of(("n", Value.Of($"{i:000}"))), time: new StoppedTime());
            Assert.Equal(Value.Of($"200{i:000}{i:000}"), result.Value);
            bills[i] = result.Bill;
        });
        Assert.Single(bills.Distinct());
    }

    [Fact]
    public void Nothing_survives_a_run()
    {
        var script = Script.Compile("const r = /a/g; const o = {}; o.n = (o.n ?? 0) + 1; r.test('aa'); return [o.n, r.lastIndex]");
        Assert.Equal(script.Run(ScriptContext.Of()).Value, script.Run(ScriptContext.Of()).Value);
    }

    [Theory]
    [InlineData("Array.prototype.map = null")]
    [InlineData("Object.prototype.x = 1")]
    [InlineData("class A extends (function () { return Array.prototype }) { #x = 1 } new A()")]
    [InlineData("Object.defineProperty(Math, 'max', { value: null })")]
    [InlineData("Object.setPrototypeOf(Map.prototype, null)")]
    public void Built_ins_stay_as_they_are(string body)
    {
        Assert.StartsWith("TypeError", MergeCall.Threw(body), StringComparison.Ordinal);
        Assert.Equal(Value.List(2.0, 9.0), Script.Compile("return [[1].map(x => x * 2)[0], Math.max(3, 9), ...Object.keys({}), ...(({}).x ?? [])]").Run(ScriptContext.Of()).Value);
    }

    [Fact]
    public void A_host_function_is_charged_and_answers()
    {
        var calls = 0;
        var double_ = new ScriptHostFunction("twice", 1_000, arguments =>
        {
            calls++;
            return Value.Of(((DoubleValue)arguments[0]!).Number * 2);
        });
        var result = Script.Compile("return context.twice(21)").Run(ScriptContext.Of(("twice", double_)));
        Assert.Equal((Value.Of(42.0), 1), (result.Value, calls));
        Assert.InRange(result.Bill.Steps, 1_000, 1_020);
    }

    [Fact]
    public void What_a_host_function_throws_passes_through_and_cannot_be_caught()
    {
        var fails = new ScriptHostFunction("fails", 0, _ => throw new TimeoutException("storage"));
        Assert.Throws<TimeoutException>(() => Script.Compile("try { context.fails() } catch { return 1 } finally { return 2 }").Run(ScriptContext.Of(("fails", fails))));
    }

    [Fact]
    public void What_is_no_value_does_not_reach_the_host()
    {
        var asked = false;
        var host = new ScriptHostFunction("host", 0, _ =>
        {
            asked = true;
            return ScriptInput.Undefined;
        });
        Assert.Equal(ScriptOutcome.Threw, Script.Compile("return context.host(() => 1)").Run(ScriptContext.Of(("host", host))).Outcome);
        Assert.False(asked);
    }

    [Fact]
    public void An_input_is_converted_only_as_far_as_it_is_read()
    {
        var large = Value.List([.. Enumerable.Range(0, 100_000).Select(i => (Value)Value.Object(("i", i)))]);
        var context = ScriptContext.Of(("v", Value.Object(("large", large), ("small", 1))));
        Assert.InRange(Script.Compile("return context.v.small").Run(context).Bill.Bytes, 0, 2_000);
        Assert.InRange(Script.Compile("return context.v.large.length").Run(context).Bill.Bytes, 0, 2_000);
    }

    [Fact]
    public void An_uncaught_error_says_what_and_where()
    {
        var result = Script.Compile("const a = 1;\n\n  throw new TypeError('no ' + a);").Run(ScriptContext.Of());
        Assert.Equal(("TypeError: no 1", 3, 3), (result.Message, result.Line, result.Column));
        var inBuiltIn = Script.Compile("const o = {};\nreturn o.a.b;").Run(ScriptContext.Of());
        Assert.Equal(("TypeError: Cannot read properties of undefined (reading 'b')", 2), (inBuiltIn.Message, inBuiltIn.Line));
    }

    [Fact]
    public void Describing_what_was_thrown_runs_no_code_of_the_script()
    {
        var result = Script.Compile("throw { get message() { for (;;); }, toString() { for (;;); } }").Run(ScriptContext.Of(), time: new StoppedTime());
        Assert.Equal((ScriptOutcome.Threw, "#<Object>"), (result.Outcome, result.Message));
    }
}
