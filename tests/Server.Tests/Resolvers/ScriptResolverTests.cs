using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Scripting;
using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>What a script sees and what becomes of its answers.</summary>
public sealed class ScriptResolverTests
{
    private static readonly ResolverContext Insert = new()
    {
        MapName = "m",
        Key = "k",
        LocalValue = null,
        RemoteValue = Value.Object(("n", 1), ("big", long.MaxValue), ("list", Value.List(1, 2.5))),
        MergedValue = Value.Object(("n", 1)),
        RemoteTimestamp = new HlcTimestamp(12, 3, "alice~1"),
        RemoteNodeId = "alice",
        Principal = GuardedMap.User("alice", "b", "a"),
    };

    [Theory]
    [InlineData("context.mapName", "\"m\"")]
    [InlineData("context.key", "\"k\"")]
    [InlineData("context.localValue === undefined", "true")]
    [InlineData("context.localTimestamp === undefined", "true")]
    [InlineData("context.remoteTimestamp", "{\"counter\":3,\"millis\":12,\"nodeId\":\"alice~1\"}")]
    [InlineData("context.remoteNodeId", "\"alice\"")]
    [InlineData("context.auth", "{\"metadata\":{\"team\":\"blue\"},\"roles\":[\"a\",\"b\"],\"userId\":\"alice\"}")]
    [InlineData("context.mergedValue", "{\"n\":1}")]
    [InlineData("context.readEntry('none') === undefined", "true")]
    [InlineData("context.readEntry(5) === undefined", "true")]
    [InlineData("context.readEntry('other')", "7")]
    [InlineData("Object.keys(context).length", "10")]
    public void It_sees(string expression, string json)
    {
        var context = Insert with { Entries = key => key == "other" ? 7 : null };

        var decision = Run($"return {{ action: 'merge', value: [{expression}] }};", context);

        Assert.True(Value.NumericallyEquals(Value.List(JsonValues.Parse(json)), decision.Value!), $"{decision.Reason}{decision.Value}");
    }

    [Fact]
    public void What_it_does_not_touch_comes_back_as_it_was()
    {
        var decision = Run("return { action: 'accept', value: context.remoteValue };", Insert);

        Assert.Same(Insert.RemoteValue, decision.Value);
    }

    [Fact]
    public void An_integer_that_it_changes_stays_an_integer()
    {
        var decision = Run("return { action: 'merge', value: { ...context.remoteValue, n: context.remoteValue.n + 1 } };", Insert);

        Assert.Equal(Value.Object(("n", 2), ("big", long.MaxValue), ("list", Value.List(1, 2.5))), decision.Value);
    }

    [Theory, Trait("Invariant", "INV-RES-2")]
    [InlineData("")]
    [InlineData("return true;")]
    [InlineData("return [];")]
    [InlineData("return {};")]
    [InlineData("return { action: 'Accept', value: 1 };")]
    [InlineData("return { action: 'accept' };")]
    [InlineData("return { action: 'merge', value: undefined };")]
    [InlineData("return { action: 'reject' };")]
    [InlineData("return { action: 'reject', reason: 5 };")]
    [InlineData("return { action: 'merge', value: () => 1 };")]
    [InlineData("throw new Error('no');")]
    [InlineData("context.nothing.here;")]
    [InlineData("while (true) {}")]
    [InlineData("const f = () => f(); f();")]
    [InlineData("let s = 'x'; while (true) s += s;")]
    public void Whatever_goes_wrong_refuses(string code)
    {
        var map = new GuardedMap(RecordCodec.Instance, Script(code));

        var result = map.Set("k", 1);

        Assert.Equal((OpResultCode.ResolverFailed, "script"), (result.Code, result.Resolver));
        Assert.Null(map.Read("k"));
    }

    [Fact]
    public void A_null_does_not_remove_what_its_writer_did_not_remove()
    {
        var map = new GuardedMap(RecordCodec.Instance, Script("return context.localValue === undefined ? { action: 'local' } : { action: 'merge', value: null };"));
        map.Set("k", 1);

        Assert.Equal(OpResultCode.ResolverFailed, map.Set("k", 2).Code);
        Assert.Equal(Value.Of(1), map.Read("k"));
    }

    [Fact]
    public void What_it_throws_is_told_with_its_place()
    {
        var decision = Run("const a = 1;\n  throw new TypeError('odd');", Insert);

        Assert.Equal(ResolverAction.Failed, decision.Action);
        Assert.Contains("line 2", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("odd", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_is_a_deletion_where_there_is_one_and_a_value_where_one_was_written()
    {
        const string Echo = "return { action: 'accept', value: context.remoteValue };";

        Assert.Null(Run(Echo, Insert with { RemoteValue = null }).Value);
        Assert.Same(Value.Null, Run(Echo, Insert with { RemoteValue = Value.Null }).Value);
        Assert.Null(Run(Echo, Insert with { RemoteValue = null, LocalValue = Value.Null }).Value);
    }

    [Fact]
    public void It_looks_up_an_entry_once_however_often_it_asks()
    {
        var looks = 0;
        var context = Insert with { Entries = _ => Value.Of(++looks) };

        var decision = Run("let sum = 0; for (let i = 0; i < 50; i++) sum += context.readEntry('a'); return { action: 'reject', reason: '' + sum };", context);

        Assert.Equal(("50", 1), (decision.Reason, looks));
    }

    [Fact]
    public void A_call_that_the_watchdog_ended_is_unavailable_and_not_failed()
    {
        var loop = Scripting.Script.Compile("for (let i = 0; i < 10000; i++) {} return { action: 'local' };");

        var decision = new ScriptResolver("script", 50, KeyPattern.Any, ResolverOrigin.Server, loop, ScriptLimits.Default, new RacingTime()).Resolve(Insert);

        Assert.Equal(ResolverAction.Unavailable, decision.Action);
    }

    private static ResolverDecision Run(string code, ResolverContext context) => Script(code).Resolve(context);

    // By a clock that stands still: what comes first is the limit, on however slow a machine.
    private static ScriptResolver Script(string code)
        => new("script", 50, KeyPattern.Any, ResolverOrigin.Server, Scripting.Script.Compile(code), ScriptLimits.Default, new ManualTime());

    // A second passes each time that somebody looks.
    private sealed class RacingTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += TimestampFrequency;
    }
}
