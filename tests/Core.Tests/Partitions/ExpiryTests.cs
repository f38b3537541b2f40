using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Partitions;

/// <summary>When a record expires, who may say so, and what becomes of it.</summary>
public class ExpiryTests
{
    private const long Second = 1_000;
    private const long Start = 100_000;

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public void A_record_expires_its_ttl_after_the_commit_whatever_the_op_says_of_its_time()
    {
        var map = Map();
        map.Sweep(Start);

        map.Write(Put("a", 1, 5 * Second), at: Start - 3_000);

        Assert.Equal(Start + (5 * Second), map.RecordOf("a").ExpiresAtMs);
        Assert.Equal(Start + (5 * Second), map.NextExpiryMs);
    }

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public void Later_writes_without_a_ttl_leave_it_and_a_removal_drops_it()
    {
        var map = Map();
        map.Write(Put("a", 1, 5 * Second), at: Start);
        var expiry = map.RecordOf("a").ExpiresAtMs;

        map.Write(new PatchWrite("a", WriteBase.Live, Value.Object(("other", 2)).Fields, []), at: Start + 1);
        Assert.Equal(expiry, map.RecordOf("a").ExpiresAtMs);
        map.Write(new ReplaceWrite("a", WriteBase.Live, Value.Object(("third", 3))), at: Start + 2);
        Assert.Equal(expiry, map.RecordOf("a").ExpiresAtMs);
        map.Write(new ValueWrite("a", WriteBase.Live, 4), at: Start + 3);
        Assert.Equal(expiry, map.RecordOf("a").ExpiresAtMs);
        map.Write(new ValueWrite("a", WriteBase.Live, 4) { TtlMs = 9 * Second }, at: Start + 4);
        Assert.Equal(Start + 4 + (9 * Second), map.RecordOf("a").ExpiresAtMs);

        map.Remove("a", at: Start + 5);
        map.Write(Put("a", 1), at: Start + 6);
        Assert.Equal(0, map.RecordOf("a").ExpiresAtMs);
        Assert.Null(map.NextExpiryMs);
    }

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public void A_patch_of_nothing_sets_the_time_and_one_that_is_superseded_does_not()
    {
        var map = Map();
        map.Set("a", Value.Object(("n", 1)), at: Start);

        var late = map.Write(new PatchWrite("a", WriteBase.Live, Value.Object(("n", 0)).Fields, []) { TtlMs = 5 * Second }, "bob", Start - 10);
        Assert.Equal((OpResultCode.Superseded, 0L), (late.Code, map.RecordOf("a").ExpiresAtMs));

        var empty = map.Write(new PatchWrite("a", WriteBase.Live, ObjectValue.Empty.Fields, []) { TtlMs = 5 * Second }, at: Start + 1);
        Assert.Equal((OpResultCode.Applied, 2L), (empty.Code, empty.Version));
        Assert.Equal(Start + 1 + (5 * Second), map.RecordOf("a").ExpiresAtMs);
    }

    [Fact, Trait("Invariant", "INV-TTL-2")]
    public void What_has_expired_is_removed_at_versions_of_its_own_a_few_at_a_time()
    {
        var map = Map();
        map.Write(Put("a", 1, 2 * Second), at: Start);
        map.Write(Put("b", 1, 1 * Second), at: Start);
        map.Write(Put("c", 1), at: Start);

        Assert.Equal(0, map.Sweep(Start + Second - 1));
        Assert.Equal(1, map.Sweep(Start + (3 * Second), most: 1));
        Assert.Equal(1, map.Sweep(Start + (3 * Second)));

        Assert.Equal(["c@3 b@4 a@5"], map.Pages(int.MaxValue));
        Assert.Null(map.Read("a"));
        Assert.Equal((Start + (2 * Second), "~0000000000000001"), (map.RecordOf("a").Root.At.Millis, map.RecordOf("a").Root.At.NodeId));
        Assert.Equal(Value.Object(("value", 1)), map.Read("c"));
        Assert.Equal(0, map.Sweep(Start + (9 * Second)));
    }

    [Fact, Trait("Invariant", "INV-TTL-2")]
    public void An_op_on_what_has_expired_finds_it_absent_and_the_removal_comes_first()
    {
        var map = Map();
        map.Write(Put("a", 1, Second), at: Start);

        var late = map.Write(new PatchWrite("a", WriteBase.Live, Value.Object(("zombie", 1)).Fields, []), at: Start + Second);
        Assert.Equal(OpResultCode.RecordRemoved, late.Code);
        Assert.Null(map.Read("a"));
        Assert.Equal(2, map.VersionOf("a"));

        map.Write(Put("b", 1, Second), at: Start + (2 * Second));
        var again = map.Write(new ReplaceWrite("b", WriteBase.Unknown, Value.Object(("new", 1))), "bob", Start + (4 * Second));
        Assert.Equal((OpResultCode.Applied, 5L), (again.Code, again.Version));
        Assert.Equal(Value.Object(("new", 1)), map.Read("b"));
        Assert.Equal(0, map.RecordOf("b").ExpiresAtMs);
    }

    [Fact, Trait("Invariant", "INV-TTL-2")]
    public void What_was_written_after_the_expiry_is_not_lost_to_a_sweep_that_came_late()
    {
        var map = Map();
        map.Write(Put("a", 1, Second), at: Start);

        map.Sweep(Start + 60_000);
        var result = map.Write(Put("a", 2), "bob", Start + 30_000);

        Assert.Equal(OpResultCode.Applied, result.Code);
        Assert.Equal(Value.Object(("value", 2)), map.Read("a"));
    }

    [Fact, Trait("Invariant", "INV-TTL-2")]
    public void Rules_do_not_hold_up_an_expiry_and_do_not_see_what_has_expired()
    {
        Rule rule = new("keep", 100, context => context.RemoteValue is null && context.LocalValue is StringValue ? ResolverDecision.Reject("Keep it.") : ResolverDecision.Local);
        Value? seen = 0;
        Rule reader = new("reader", 50, context =>
        {
            seen = context.ReadEntry("a");
            return ResolverDecision.Local;
        }, "reading*");
        var map = Map(rule, reader);
        map.Write(Put("a", 1, Second), at: Start);
        map.Write(new ValueWrite("a", WriteBase.Live, "kept"), at: Start + 1);
        Assert.Equal(OpResultCode.MergeRejected, map.Remove("a", at: Start + 2).Code);

        map.Write(Put("reading", 1), at: Start + Second);
        Assert.Null(seen);
        rule.Asked.Clear();
        Assert.Equal(1, map.Sweep(Start + Second));
        Assert.Empty(rule.Asked);
    }

    [Fact, Trait("Invariant", "INV-TTL-3")]
    public void A_ttl_on_what_stands_there_needs_the_permission_to_remove()
    {
        var map = Map();
        map.Allowed = action => (action & MapAction.Remove) == 0;

        Assert.Equal(OpResultCode.Applied, map.Write(Put("new", 1, Second), at: Start).Code);
        var denied = map.Write(Put("new", 2, 2 * Second), at: Start + 1);
        Assert.Equal(OpResultCode.Forbidden, denied.Code);
        Assert.Contains("REMOVE", denied.Reason, StringComparison.Ordinal);
        Assert.Equal(OpResultCode.Forbidden, map.DryRun(Put("new", 2, 2 * Second), Start + 1).Code);
        Assert.Equal(OpResultCode.Applied, map.Write(Put("new", 2), at: Start + 2).Code);

        // What has expired stands there no more.
        Assert.Equal(OpResultCode.Applied, map.Write(Put("new", 3, Second), at: Start + (2 * Second)).Code);
    }

    [Fact, Trait("Invariant", "INV-TTL-3")]
    public void Where_a_rule_judges_a_ttl_needs_it_too_and_the_rule_hears_of_the_removal()
    {
        Rule rule = new("no-removal", 100, context => context.RemoteValue is null ? ResolverDecision.Reject("Nothing goes.") : ResolverDecision.Local, "ruled*");
        var map = Map(rule);

        var refused = map.Write(Put("ruled", 1, Second), at: Start);
        Assert.Equal((OpResultCode.MergeRejected, "no-removal"), (refused.Code, refused.Resolver));
        Assert.Null(map.Read("ruled"));
        var asked = rule.Asked[^1];
        Assert.Equal((Value.Object(("value", 1)), null, null, "alice"), (asked.LocalValue, asked.RemoteValue, asked.MergedValue, asked.Owner));
        Assert.Equal(OpResultCode.Applied, map.Write(Put("ruled", 1), at: Start + 1).Code);

        map.Allowed = action => (action & MapAction.Remove) == 0;
        Assert.Equal(OpResultCode.Forbidden, map.Write(Put("ruled-2", 1, Second), at: Start + 2).Code);
        Assert.Equal(OpResultCode.Applied, map.Write(Put("free", 1, Second), at: Start + 3).Code);
    }

    [Fact, Trait("Invariant", "INV-TTL-1"), Trait("Invariant", "INV-GRP-1")]
    public void A_group_may_carry_one_and_falls_as_a_whole()
    {
        var map = Map();
        map.Group([Put("a", 1, Second), Put("b", 1)], at: Start);
        Assert.Equal((Start + Second, 0L), (map.RecordOf("a").ExpiresAtMs, map.RecordOf("b").ExpiresAtMs));

        map.Allowed = action => (action & MapAction.Remove) == 0;
        var denied = map.Group([Put("c", 1), Put("b", 2, Second)], at: Start + 1);
        Assert.Equal((OpResultCode.Forbidden, "b"), (denied.Code, denied.Key));
        Assert.Null(map.Read("c"));
    }

    [Theory, Trait("Invariant", "INV-TTL-1")]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WriteRules.MinTtlMs - 1)]
    [InlineData(WriteRules.MaxTtlMs + 1)]
    [InlineData(long.MaxValue)]
    public void A_ttl_out_of_its_bounds_is_a_fault_that_names_them(long ttlMs)
    {
        var fault = WriteRules.FaultIn(Put("a", 1, ttlMs), SyncLimits.Default);

        Assert.Equal(OpResultCode.Invalid, fault!.Value.Code);
        Assert.Contains("1,000 to 315,360,000,000", fault.Value.Reason, StringComparison.Ordinal);
    }

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public void A_removal_with_a_ttl_is_a_fault_and_the_bounds_are_none()
    {
        Assert.Equal(OpResultCode.Invalid, WriteRules.FaultIn(new RemoveWrite("a", WriteBase.Live) { TtlMs = Second }, SyncLimits.Default)!.Value.Code);
        Assert.Null(WriteRules.FaultIn(Put("a", 1, WriteRules.MinTtlMs), SyncLimits.Default));
        Assert.Null(WriteRules.FaultIn(Put("a", 1, WriteRules.MaxTtlMs), SyncLimits.Default));
    }

    private static GuardedMap Map(params IResolver[] resolvers) => new(new KeptRecords(), resolvers);

    private static ReplaceWrite Put(string key, int value, long? ttlMs = null) => new(key, WriteBase.Unknown, Value.Object(("value", value))) { TtlMs = ttlMs };
}
