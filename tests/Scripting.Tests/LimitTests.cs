using TopGun.Core.Values;

namespace TopGun.Scripting.Tests;

/// <summary>Each limit ends a run at its bound, and no script can catch that.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("for (;;) {}", ScriptLimit.Steps, 100_000)]
    [InlineData("try { for (;;) {} } catch { return 1 } finally { return 2 }", ScriptLimit.Steps, 100_000)]
    [InlineData("return 'x'.repeat(1e8)", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("try { 'x'.repeat(1e8) } catch { return 1 }", ScriptLimit.Bytes, 8 << 20)]
    [InlineData("const f = () => f(); return f()", ScriptLimit.CallDepth, 128)]
    [InlineData("const f = () => { try { return f() } catch { return 1 } }; return f()", ScriptLimit.CallDepth, 128)]
    [InlineData("return 'x'.repeat(600_000)", ScriptLimit.ResultBytes, 1 << 20)]
    public void A_limit_is_named_with_its_bound(string body, ScriptLimit limit, long bound)
    {
        var result = Script.Compile(body).Run(ScriptContext.Of(), time: new StoppedTime());
        Assert.Equal((ScriptOutcome.LimitExceeded, limit, bound), (result.Outcome, result.Limit, result.Bound));
        Assert.Null(result.Value);
    }

    [Fact]
    public void Steps_are_counted_to_the_last_one()
    {
        var script = Script.Compile("let n = 0; for (let i = 0; i < 1000; i++) n += i; return n");
        var needed = script.Run(ScriptContext.Of(), time: new StoppedTime()).Bill.Steps;
        Assert.Equal(ScriptOutcome.Completed, script.Run(ScriptContext.Of(), new ScriptLimits { Steps = needed }, new StoppedTime()).Outcome);
        Assert.Equal(ScriptLimit.Steps, script.Run(ScriptContext.Of(), new ScriptLimits { Steps = needed - 1 }, new StoppedTime()).Limit);
    }

    [Fact]
    public void Bytes_are_counted_to_the_last_one()
    {
        var script = Script.Compile("return 'x'.repeat(100_000).length");
        var needed = script.Run(ScriptContext.Of()).Bill.Bytes;
        Assert.InRange(needed, 200_000, 202_000);
        Assert.Equal(ScriptOutcome.Completed, script.Run(ScriptContext.Of(), new ScriptLimits { Bytes = needed }).Outcome);
        Assert.Equal(ScriptLimit.Bytes, script.Run(ScriptContext.Of(), new ScriptLimits { Bytes = needed - 1 }).Limit);
    }

    [Fact]
    public void Calls_nest_as_deep_as_they_may_and_no_deeper()
    {
        // The body is the first call.
        const string Body = "const f = n => n === 0 ? 'bottom' : f(n - 1); return f(N)";
        Assert.Equal(ScriptOutcome.Completed, Script.Compile(Body.Replace("N)", "126)")).Run(ScriptContext.Of()).Outcome);
        Assert.Equal(ScriptLimit.CallDepth, Script.Compile(Body.Replace("N)", "127)")).Run(ScriptContext.Of()).Limit);
    }

    [Fact]
    public void A_caught_exception_gives_the_depth_back()
        => Assert.Equal(
            Value.Of(500.0),
            Script.Compile("const f = n => { if (n === 0) throw 1; f(n - 1) }; let c = 0; for (let i = 0; i < 500; i++) try { f(5) } catch { c++ } return c")
                .Run(ScriptContext.Of(), new ScriptLimits { Steps = 1_000_000 }, new StoppedTime()).Value);

    [Fact]
    public void A_text_is_charged_before_it_is_built()
    {
        var script = Script.Compile("return 'x'.repeat(4e8).length");
        script.Run(ScriptContext.Of());
        var before = GC.GetAllocatedBytesForCurrentThread();
        script.Run(ScriptContext.Of());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    [Fact]
    public void The_watchdog_ends_a_run_by_the_clock_it_was_given()
    {
        var result = Script.Compile("for (;;) {}").Run(
            ScriptContext.Of(), new ScriptLimits { Watchdog = TimeSpan.FromSeconds(1) }, new StoppedTime(TimeSpan.TicksPerMillisecond * 300));
        Assert.Equal(ScriptOutcome.TimedOut, result.Outcome);
        Assert.Null(result.Limit);
        Assert.InRange(result.Bill.Steps, 2_000, 6_000);
    }

    [Fact]
    public void Cancelling_ends_a_run()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Script.Compile("for (;;) {}").Run(ScriptContext.Of(), cancellationToken: cancelled.Token));
    }

    [Fact]
    public void Limits_out_of_their_ranges_are_all_named()
    {
        var limits = new ScriptLimits { Steps = 999, Bytes = 1, CallDepth = 7, ResultBytes = 1 << 30, Watchdog = TimeSpan.Zero };
        Assert.Equal(5, limits.Validate().Count);
        Assert.Equal("Steps is 999; it must be 1,000 to 100,000,000.", limits.Validate()[0]);
        Assert.Throws<ArgumentException>(() => Script.Compile("return 1").Run(ScriptContext.Of(), limits));
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(ScriptLimits.Default.Validate());
}
