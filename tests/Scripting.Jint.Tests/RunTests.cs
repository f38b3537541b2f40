using TopGun.Scripting.Tests;

namespace TopGun.Scripting.Jint.Tests;

/// <summary>How a run ends, and what it is told.</summary>
public sealed class RunTests
{
    private static readonly JintEngine Engine = new();

    [Theory]
    [InlineData("for (;;) {}", ScriptLimit.Steps, 100_000)]
    [InlineData("try { for (;;) {} } catch { return 1 } finally { return 2 }", ScriptLimit.Steps, 100_000)]
    [InlineData("return 'x'.repeat(1e8)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("try { 'x'.repeat(1e8) } catch { return 1 }", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("return 'x'.padStart(2 ** 29)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("return 'x'.padEnd(2 ** 29, 'ab')", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const s = 'x'.repeat(1e5); return s.replaceAll('x', s)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const s = 'x'.repeat(1e5); return s.replaceAll({ toString: () => 'x' }, s)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const s = 'x'.repeat(1e5); return s.replaceAll('x', () => s)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const s = 'x'.repeat(1e5); return s.replace(/x/g, s)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const s = 'x'.repeat(1e5); return /x/g[Symbol.replace](s, '$`')", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("let s = 'x'; for (;;) s += s", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const f = () => 1 + f(); return f()", ScriptLimit.CallDepth, 128)]
    [InlineData("const f = () => { try { return 1 + f() } catch { return 1 } }; return f()", ScriptLimit.CallDepth, 128)]
    [InlineData("return 'x'.repeat(600_000)", ScriptLimit.ResultBytes, 1 << 20)]
    public void A_limit_is_named_with_its_bound(string body, ScriptLimit limit, long bound)
    {
        var result = Engine.Compile(body).Run(ScriptContext.Of(), time: new StoppedTime());
        Assert.Equal((ScriptOutcome.LimitExceeded, limit, bound), (result.Outcome, result.Limit, result.Bound));
        Assert.Null(result.Value);
    }

    [Theory]
    [InlineData("const r = 'a1b22'.replace(/\\d+/g, '<$&>'); return r", "a<1>b<22>")]
    [InlineData("return 'x'.repeat(5_000).replace(/(x)(x)/g, '$2$1-').slice(0, 6)", "xx-xx-")]
    [InlineData("const r = /x/y; r.lastIndex = 1; return 'xx'.repeat(40_000).replace(r, '$&$&').length + '' + r.lastIndex", "800012")]
    [InlineData("return 'a-b-c'.replaceAll('-', (found, at) => found + at)", "a-1b-3c")]
    [InlineData("return JSON.stringify({ a: [1, { b: 2 }], c: 'd' }, ['a', 'b'], 1)", "{\n \"a\": [\n  1,\n  {\n   \"b\": 2\n  }\n ]\n}")]
    [InlineData("return JSON.stringify({ a: 1, b: 2 }, (k, v) => k === 'a' ? undefined : v)", "{\"b\":2}")]
    [InlineData("return [1, [2, [3, [4]]]].flat(2).length + [[1, 2], [3]].join(';')", "41,2;3")]
    public void A_charge_changes_no_answer(string body, string expected)
        => Assert.Equal(Value.Of(expected), Engine.Compile(body).Run(ScriptContext.Of()).Value);

    [Fact]
    public void A_limit_that_is_reached_deep_inside_of_built_ins_leaves_the_process_alone()
    {
        var result = Engine.Compile("const f = () => Array.from([1], f); return f()").Run(ScriptContext.Of(), new ScriptLimits { CallDepth = 256 });
        Assert.Equal(ScriptLimit.CallDepth, result.Limit);
    }

    [Fact]
    public void A_chain_of_many_functions_ends_before_the_stack_does()
    {
        // Each function calls another one, so no limit that counts calls of one function sees it.
        var chain = string.Concat(Enumerable.Range(1, 900).Select(i => $"const f{i} = () => Array.from([1], f{i - 1});"));
        var result = Engine.Compile($"const f0 = () => {{ throw 1 }}; {chain} return f900()").Run(ScriptContext.Of());
        Assert.Equal(ScriptLimit.CallDepth, result.Limit);
    }

    [Fact]
    public void The_watchdog_ends_a_run_by_the_clock_it_was_given()
    {
        var result = Engine.Compile("for (;;) {}").Run(
            ScriptContext.Of(), new ScriptLimits { Watchdog = TimeSpan.FromSeconds(1) }, new StoppedTime(TimeSpan.TicksPerMillisecond * 300));
        Assert.Equal((ScriptOutcome.TimedOut, null), (result.Outcome, result.Limit));
    }

    [Fact]
    public void A_regular_expression_has_a_clock_of_its_own()
    {
        var result = Engine.Compile("try { return /(a+)+$/.test('a'.repeat(50000) + 'b') } catch { return 1 }").Run(ScriptContext.Of(), time: new StoppedTime());
        Assert.Equal((ScriptOutcome.TimedOut, "A regular expression ran longer than 50 ms."), (result.Outcome, result.Message));
    }

    [Fact]
    public void Cancelling_ends_a_run()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Engine.Compile("for (;;) {}").Run(ScriptContext.Of(), cancellationToken: cancelled.Token));
    }

    [Fact]
    public void Limits_out_of_their_ranges_are_named()
        => Assert.Throws<ArgumentException>(() => Engine.Compile("return 1").Run(ScriptContext.Of(), new ScriptLimits { Steps = 1 }));

    [Fact]
    public void One_script_runs_on_many_threads_at_once()
    {
        var script = Engine.Compile("const m = new Map(); for (let i = 0; i < 200; i++) m.set(i, [...context.n].map(c => c + i).join('')); return m.size + context.n + /(\\d+)/.exec(context.n)[1]");
        Parallel.For(0, 200, i => Assert.Equal(Value.Of($"200{i:000}{i:000}"), script.Run(ScriptContext.Of(("n", Value.Of($"{i:000}"))), time: new StoppedTime()).Value));
    }

    [Fact]
    public void What_a_host_function_throws_passes_through_and_cannot_be_caught()
    {
        var fails = new ScriptHostFunction("fails", 0, _ => throw new TimeoutException("storage"));
        var script = Engine.Compile("try { [1].map(() => context.fails()) } catch { return 1 } finally { return 2 }");
        Assert.Throws<TimeoutException>(() => script.Run(ScriptContext.Of(("fails", fails))));
    }

    [Fact]
    public void A_host_function_is_charged_and_answers()
    {
        var twice = new ScriptHostFunction("twice", 1_000, arguments => Value.Of(((DoubleValue)arguments[0]!).Number * 2));
        var result = Engine.Compile("return context.twice(21)").Run(ScriptContext.Of(("twice", twice)));
        Assert.Equal(Value.Of(42.0), result.Value);
        Assert.InRange(result.Bill.Steps, 1_000, 1_020);
    }

    [Fact]
    public void What_is_no_value_does_not_reach_the_host()
    {
        var host = new ScriptHostFunction("host", 0, _ => throw new InvalidOperationException("It was asked."));
        Assert.Equal(ScriptOutcome.Threw, Engine.Compile("return context.host(() => 1)").Run(ScriptContext.Of(("host", host))).Outcome);
    }

    [Fact]
    public void An_uncaught_error_says_what_and_where()
    {
        var result = Engine.Compile("const a = 1;\n\n  throw new TypeError('no ' + a);").Run(ScriptContext.Of());
        Assert.Equal(("TypeError: no 1", 3), (result.Message, result.Line));
        var inBuiltIn = Engine.Compile("const o = {};\nreturn o.a.b;").Run(ScriptContext.Of());
        Assert.Equal(("TypeError: Cannot read properties of undefined (reading 'b')", 2), (inBuiltIn.Message, inBuiltIn.Line));
    }

    [Fact]
    public void Describing_what_was_thrown_is_within_the_limits()
    {
        // Jint asks the object, which is part of the run.
        var result = Engine.Compile("throw { get message() { for (;;); }, toString() { for (;;); } }").Run(ScriptContext.Of(), time: new StoppedTime());
        Assert.Equal(ScriptLimit.Steps, result.Limit);
        Assert.Equal("#<Object>", Engine.Compile("throw { a: 1 }").Run(ScriptContext.Of()).Message);
    }

    [Theory]
    [InlineData("new Date()")]
    [InlineData("Date()")]
    [InlineData("Date.now()")]
    [InlineData("Math.random()")]
    [InlineData("(() => 1).constructor('return 1')()")]
    public void There_is_no_way_to_the_clock_to_chance_or_to_code(string expression)
        => Assert.Equal(ScriptOutcome.Threw, Engine.Compile($"return {expression}").Run(ScriptContext.Of()).Outcome);
}
