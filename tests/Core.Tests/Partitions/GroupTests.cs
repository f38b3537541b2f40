using System.Globalization;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Partitions;

/// <summary>What becomes of an atomic group: all of its writes, or none.</summary>
public class GroupTests
{
    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-PAR-3")]
    public void A_group_takes_one_version_for_all_its_keys()
    {
        var map = Map();
        map.Set("before", 1);

        var result = map.Group([Put("a", 1), Put("b", 2), Put("c", 3)]);
        map.Set("after", 1);

        Assert.Equal((OpResultCode.Applied, 2L, null), (result.Code, result.Version, result.Key));
        Assert.Equal(["before@1 a@2 b@2 c@2 after@3"], map.Pages(int.MaxValue).Select(Sorted));
    }

    [Theory, Trait("Invariant", "INV-GRP-1")]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(60)]
    public void A_page_never_ends_inside_a_group(int maxBytes)
    {
        var map = Map();
        map.Group([Put("a", 1), Put("b", 2), Put("c", 3)]);
        map.Group([Put("d", 1), Put("b", 3)]);
        map.Set("e", 1);

        var pages = map.Pages(maxBytes).ToArray();

        Assert.Equal("a@1 c@1 b@2 d@2 e@3", string.Join(' ', pages.Select(Sorted)));
        Assert.All(pages, page => Assert.Equal(page.Contains("b@2", StringComparison.Ordinal), page.Contains("d@2", StringComparison.Ordinal)));
        Assert.All(pages, page => Assert.Equal(page.Contains("a@1", StringComparison.Ordinal), page.Contains("c@1", StringComparison.Ordinal)));
    }

    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-LWW-3")]
    public void A_patch_of_a_record_that_is_gone_takes_the_whole_group_along()
    {
        var map = Map();
        map.Set("a", Value.Object(("sum", 5)));

        var result = map.Group([Patch("a", "sum", 4), Patch("gone", "sum", 6), Put("c", 1)]);

        Assert.Equal((OpResultCode.RecordRemoved, "gone"), (result.Code, result.Key));
        Assert.Equal(Value.Object(("sum", 5)), map.Read("a"));
        Assert.Null(map.Read("c"));
        Assert.Equal(2, map.Set("next", 1).Version);
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public void A_write_that_is_not_permitted_takes_the_whole_group_along()
    {
        var map = Map();
        map.Set("b", 1);
        map.Allowed = action => action == MapAction.Put;

        var result = map.Group([Put("a", 1), new RemoveWrite("b", WriteBase.Live)]);

        Assert.Equal((OpResultCode.Forbidden, "b"), (result.Code, result.Key));
        Assert.Null(map.Read("a"));
    }

    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-RES-1")]
    public void A_write_that_a_rule_refuses_takes_the_whole_group_along()
    {
        var map = Map(Rule.Refuse(value => value is Int64Value { Number: < 0 }, name: "not-negative"));
        map.Set("a", 1);

        var result = map.Group([Put("b", 3), Put("a", -1), Put("c", 3)]);

        Assert.Equal((OpResultCode.MergeRejected, "not-negative", "a"), (result.Code, result.Resolver, result.Key));
        Assert.Equal("It is wrong.", result.Reason);
        Assert.Equal((null, Value.Of(1), null), (map.Read("b"), map.Read("a"), map.Read("c")));
    }

    [Fact]
    public void A_rule_sees_what_the_writes_before_have_made_and_not_what_those_behind_will()
    {
        List<string> seen = [];
        var map = Map(new Rule("eye", 50, context =>
        {
            seen.Add($"{context.Key}: {context.ReadEntry("a")} {context.ReadEntry("b")} {context.ReadEntry("c")}");
            return ResolverDecision.Local;
        }, "b"));
        map.Set("c", 1);

        map.Group([Put("a", 5), Put("b", 6), new RemoveWrite("d", WriteBase.Unknown)]);

        Assert.Equal(["b: 5  1"], seen);
    }

    [Fact, Trait("Invariant", "INV-GRP-2")]
    public void A_rule_that_looked_at_an_entry_which_the_group_changed_afterwards_is_asked_again()
    {
        // The sum of a cart stays within the budget beside it.
        var map = Map(new Rule("budget", 80, context => context is { RemoteValue: Int64Value { Number: var sum } } && context.ReadEntry("budget") is Int64Value budget && sum > budget.Number
            ? ResolverDecision.Reject($"{sum} is over {budget.Number}.")
            : ResolverDecision.Local, "cart"));
        map.Set("budget", 200);

        var broken = map.Group([Put("cart", 100), Put("budget", 50)]);
        var kept = map.Group([Put("cart", 40), Put("budget", 50)]);

        Assert.Equal((OpResultCode.MergeRejected, "cart", "100 is over 50."), (broken.Code, broken.Key, broken.Reason));
        Assert.Equal(OpResultCode.Applied, kept.Code);
        Assert.Equal((Value.Of(40), Value.Of(50)), (map.Read("cart"), map.Read("budget")));
    }

    [Fact, Trait("Invariant", "INV-GRP-2")]
    public void Nobody_is_asked_again_about_entries_that_did_not_change_or_changed_before()
    {
        var rule = new Rule("reader", 80, context =>
        {
            context.ReadEntry("first");
            context.ReadEntry("other");
            return ResolverDecision.Local;
        }, "cart");
        var map = Map(rule);

        map.Group([Put("first", 1), Put("cart", 2), Put("last", 3)]);

        Assert.Single(rule.Asked);
    }

    [Fact]
    public void Where_newer_writes_stand_in_some_of_its_places_it_takes_effect_in_the_others()
    {
        var map = Map();
        map.Set("a", 1, at: 5_000);

        var some = map.Group([Put("a", 2), Put("b", 2)], "bob", at: 4_000);
        var none = map.Group([Put("a", 3), Put("b", 3)], "carol", at: 3_000);

        Assert.Equal((OpResultCode.Applied, 2L), (some.Code, some.Version));
        Assert.Equal((OpResultCode.Superseded, 2L), (none.Code, none.Version));
        Assert.Equal((Value.Of(1), Value.Of(2)), (map.Read("a"), map.Read("b")));
        Assert.Equal("a@1 b@2", Assert.Single(map.Pages(int.MaxValue)));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public void A_group_that_builds_on_a_refused_op_with_any_of_its_writes_falls_with_it()
    {
        var map = Map(Rule.Refuse(value => value is Int64Value { Number: < 0 }));
        map.Set("a", Value.Object(("sum", 1)));
        map.Set("b", Value.Object(("sum", 1)));
        Assert.Equal(OpResultCode.MergeRejected, map.Write(Put("b", -1)).Code);
        var refused = new OpReference(new WriterId("alice", "1"), 3);

        var fallen = map.TryGroup([new OpWrite(Patch("a", "sum", 2)), new OpWrite(Patch("b", "sum", 2), refused)]).Result!;
        var whole = map.TryGroup([new OpWrite(Patch("a", "sum", 3)), new OpWrite(Put("b", 3), refused)]).Result!;

        Assert.Equal((OpResultCode.PriorRejected, "b"), (fallen.Code, fallen.Key));
        Assert.Equal(OpResultCode.Applied, whole.Code);
        Assert.Equal((Value.Object(("sum", 3)), Value.Of(3)), (map.Read("a"), map.Read("b")));
    }

    [Fact]
    public void A_group_waits_for_an_op_that_any_of_its_writes_builds_on()
    {
        var map = Map();
        var missing = new OpReference(new WriterId("alice", "0"), 4);

        var (result, stopped) = map.TryGroup([new OpWrite(Put("a", 1)), new OpWrite(Put("b", 1), missing)]);

        Assert.Null(result);
        Assert.Equal((ErrorCode.OutOfOrder, "4"), (stopped!.Error.Code, stopped.Error.Metadata!["after_number"]));
        Assert.Null(map.Read("a"));
    }

    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-RES-2")]
    public void While_a_resolver_is_unavailable_nothing_of_a_group_is_applied()
    {
        var isUp = false;
        var map = Map(new Rule("slow", 50, _ => isUp ? ResolverDecision.Local : ResolverDecision.Unavailable("the machine is in trouble."), "b"));

        var (none, stopped) = map.TryGroup([new OpWrite(Put("a", 1)), new OpWrite(Put("b", 1))], at: 2_000);
        Assert.Null(none);
        Assert.Equal(ErrorCode.Unavailable, stopped!.Error.Code);
        Assert.Null(map.Read("a"));

        isUp = true;
        Assert.Equal(OpResultCode.Applied, map.TryGroup([new OpWrite(Put("a", 1)), new OpWrite(Put("b", 1))], at: 2_000).Result!.Code);
    }

    [Fact]
    public void A_group_in_which_a_rule_merged_is_stamped_with_the_highest_of_its_timestamps()
    {
        var map = Map(new Rule("ten", 50, _ => ResolverDecision.Merge(10), "b"));

        var result = map.Group([Put("a", 1), Put("b", 2)], at: 2_000);

        Assert.Equal((Value.Of(1), Value.Of(10)), (map.Read("a"), map.Read("b")));
        Assert.Equal(map.RecordOf("b").Newest, result.Stamped);
        Assert.True(map.RecordOf("a").Newest < result.Stamped);
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public void A_void_group_uses_its_number_and_does_nothing()
    {
        var map = Map();

        Assert.Equal(OpResultCode.Voided, map.TryGroup([]).Result!.Code);
        Assert.Equal(OpResultCode.Applied, map.Group([Put("a", 1), Put("b", 1)]).Code);
    }

    private static GuardedMap Map(params IResolver[] resolvers) => new(new KeptRecords(), resolvers);

    private static ValueWrite Put(string key, long value) => new(key, WriteBase.Unknown, value);

    private static PatchWrite Patch(string key, string field, long value) => new(key, WriteBase.Live, Value.Object((field, value)).Fields, []);

    // The keys of a version come in no order.
    private static string Sorted(string page)
        => string.Join(' ', page.Split(' ').OrderBy(entry => int.Parse(entry.Split('@')[1], CultureInfo.InvariantCulture)).ThenBy(entry => entry, StringComparer.Ordinal));
}
