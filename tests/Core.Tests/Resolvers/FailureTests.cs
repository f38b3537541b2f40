using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>A rule that can't answer refuses.</summary>
public sealed class FailureTests
{
    [Fact, Trait("Invariant", "INV-RES-2")]
    public void A_resolver_that_throws_refuses_and_is_reported()
    {
        var map = Map(new Rule("broken", 50, _ => throw new InvalidTimeZoneException("secret")));

        var result = map.Set("k", 1);

        Assert.Equal((OpResultCode.ResolverFailed, "broken"), (result.Code, result.Resolver));
        Assert.DoesNotContain("secret", result.Reason, StringComparison.Ordinal);
        Assert.Null(map.Read("k"));
        Assert.IsType<InvalidTimeZoneException>(Assert.Single(map.Failures).Cause);
    }

    [Fact, Trait("Invariant", "INV-RES-2")]
    public void A_resolver_that_fails_refuses()
    {
        var map = Map(new Rule("tired", 50, _ => ResolverDecision.Failed("it used up its steps.")), Rule.AcceptAll("accept-all", 0));

        var result = map.Set("k", 1);

        Assert.Equal((OpResultCode.ResolverFailed, "Resolver tired failed: it used up its steps."), (result.Code, result.Reason));
    }

    [Fact, Trait("Invariant", "INV-RES-2")]
    public void A_resolver_that_fails_on_what_is_about_to_be_stored_refuses()
    {
        var map = Map(Rule.MergeTo(context => 2), new Rule("late", 90, context => Equals(context.RemoteValue, Value.Of(2)) ? throw new InvalidOperationException() : ResolverDecision.Local));

        Assert.Equal(OpResultCode.ResolverFailed, map.Set("k", 1).Code);
        Assert.Null(map.Read("k"));
    }

    [Fact, Trait("Invariant", "INV-RES-2")]
    public void A_resolver_without_an_answer_refuses() => Assert.Equal(OpResultCode.ResolverFailed, Map(new Rule("mute", 50, _ => null!)).Set("k", 1).Code);

    [Fact]
    public void A_value_that_can_not_be_stored_refuses()
    {
        Value deep = 1;
        for (var i = 0; i < 30; i++) deep = Value.List(deep);

        Assert.Equal(OpResultCode.ResolverFailed, Map(Rule.MergeTo(_ => deep)).Set("k", 1).Code);
        Assert.Equal(OpResultCode.ResolverFailed, Map(Rule.MergeTo(_ => "\uD800")).Set("k", 1).Code);
        Assert.Equal(OpResultCode.ResolverFailed, Map(Rule.MergeTo(_ => Value.Object(("", 1)))).Set("k", 1).Code);
        Assert.Equal(OpResultCode.ResolverFailed, Map(Rule.MergeTo(_ => new string('x', 2 << 20))).Set("k", 1).Code);
    }

    [Fact]
    public void A_rule_can_not_turn_a_write_into_a_removal()
    {
        var map = Map(new Rule("thief", 50, context => context.LocalValue is null ? ResolverDecision.Local : ResolverDecision.Merge(null)));
        map.Set("k", 1);

        Assert.Equal(OpResultCode.ResolverFailed, map.Set("k", 2).Code);
        Assert.Equal(Value.Of(1), map.Read("k"));
    }

    [Fact]
    public void While_a_resolver_is_unavailable_the_op_waits_and_what_is_behind_it_too()
    {
        var isUp = false;
        var map = Map(new Rule("slow", 50, _ => isUp ? ResolverDecision.Local : ResolverDecision.Unavailable("the machine is in trouble.")));
        Write[] writes = [new ValueWrite("a", WriteBase.Unknown, 1), new ValueWrite("b", WriteBase.Unknown, 2)];

        var (results, stopped) = map.Batch(writes, at: 2_000);
        isUp = true;
        var (again, none) = map.Batch(writes, at: 2_000);

        Assert.Empty(results);
        Assert.Equal((ErrorCode.Unavailable, 1L), (stopped!.Error.Code, stopped.NextNumber));
        Assert.InRange(stopped.Error.RetryAfterMs, 1, 10_000);
        Assert.Equal([OpResultCode.Applied, OpResultCode.Applied], again.Select(result => result.Code));
        Assert.Null(none);
    }

    [Fact, Trait("Invariant", "INV-RES-2")]
    public void The_third_time_it_is_refused_and_others_pass()
    {
        var map = Map(new Rule("slow", 50, context => context.Key == "bad" ? ResolverDecision.Unavailable("the machine is in trouble.") : ResolverDecision.Local));
        Write[] writes = [new ValueWrite("bad", WriteBase.Unknown, 1), new ValueWrite("good", WriteBase.Unknown, 2)];

        Assert.Empty(map.Batch(writes, at: 2_000).Results);
        Assert.Empty(map.Batch(writes, at: 2_000).Results);
        Assert.Equal(OpResultCode.Applied, map.Set("other", 1, "bob").Code);
        var (results, stopped) = map.Batch(writes, at: 2_000);

        Assert.Equal([OpResultCode.ResolverFailed, OpResultCode.Applied], results.Select(result => result.Code));
        Assert.Equal("slow", results[0].Resolver);
        Assert.Null(stopped);
        Assert.Equal(3, map.Failures.Count);
    }

    [Fact]
    public void A_rule_can_not_let_a_write_of_an_absent_key_vanish()
    {
        var map = Map(Rule.MergeTo(_ => null));

        var result = map.Set("k", 1);

        // APPLIED or SUPERSEDED would settle the write at its device, and it would be neither on the server nor in the inbox.
        Assert.Equal(OpResultCode.ResolverFailed, result.Code);
        Assert.Equal(OpResultCode.Superseded, map.Remove("k").Code);
    }

    [Fact]
    public void Every_op_has_three_attempts_of_its_own()
    {
        var left = 4;
        var map = Map(new Rule("slow", 50, context => left-- > 0 ? ResolverDecision.Unavailable("no.") : ResolverDecision.Local));

        Assert.Null(map.Try(new ValueWrite("a", WriteBase.Unknown, 1)).Result);
        Assert.Null(map.Try(new ValueWrite("a", WriteBase.Unknown, 1)).Result);
        Assert.Equal(OpResultCode.ResolverFailed, map.Try(new ValueWrite("a", WriteBase.Unknown, 1)).Result!.Code);
        Assert.Null(map.Try(new ValueWrite("b", WriteBase.Unknown, 1)).Result);
        Assert.Equal(OpResultCode.Applied, map.Try(new ValueWrite("b", WriteBase.Unknown, 1)).Result!.Code);
    }

    [Fact]
    public void A_map_whose_rules_took_too_much_time_waits_and_no_number_is_used()
    {
        var map = Map(Rule.AcceptAll("accept-all", 50));
        map.PauseMs = 120;

        var (result, stopped) = map.Try(new ValueWrite("k", WriteBase.Absent, 1));
        map.PauseMs = 0;
        var again = map.Write(new ValueWrite("k", WriteBase.Absent, 1));

        Assert.Null(result);
        Assert.Equal((ErrorCode.RateLimited, 120, 1), (stopped!.Error.Code, stopped.Error.RetryAfterMs, stopped.NextNumber));
        Assert.Equal((OpResultCode.Applied, 1), (again.Code, again.Number));
    }

    [Fact]
    public void A_group_that_brings_its_map_far_over_its_share_is_put_off_and_the_third_time_refused()
    {
        var asked = 0;
        GuardedMap? map = null;
        map = Map(new Rule("slow", 50, _ =>
        {
            asked++;
            map!.PauseMs = 2_000;
            return ResolverDecision.Local;
        }));
        OpWrite[] group = [.. Enumerable.Range(0, 100).Select(i => new OpWrite(new ValueWrite($"k{i}", WriteBase.Absent, i)))];

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            map.PauseMs = 0;
            var (result, stopped) = map.TryGroup(group);
            Assert.Equal((null, ErrorCode.Unavailable, attempt), (result, stopped!.Error.Code, asked));
        }

        map.PauseMs = 0;
        var last = map.TryGroup(group).Result!;
        Assert.Equal((OpResultCode.ResolverFailed, "k1"), (last.Code, last.Key));
        Assert.Null(map.Read("k0"));
    }

    [Fact]
    public void A_map_without_rules_never_waits_for_them()
    {
        var map = Map();
        map.PauseMs = 120;

        Assert.Equal(OpResultCode.Applied, map.Set("k", 1).Code);
    }

    private static GuardedMap Map(params IResolver[] resolvers) => new(new KeptRecords(), resolvers);
}
