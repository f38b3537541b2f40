using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Sets;

/// <summary>What becomes of writes to the sets of an OrMap on their way through a partition.</summary>
public class SetTests
{
    private const long Retention = 64_000;

    [Fact, Trait("Invariant", "INV-SET-1")]
    public void An_add_wins_over_a_removal_that_did_not_see_it()
    {
        var map = Map();
        map.Write(Add("milk"), "alice");
        var seen = map.RecordOf("k").Tags[0];
        map.Write(new AddElementsWrite("k", [new SeenElement("milk", seen)]), "bob");

        var result = map.Write(Remove("milk", [.. seen]), "alice");

        Assert.Equal((OpResultCode.Superseded, 2L), (result.Code, result.Version));
        Assert.Equal(Value.List("milk"), map.Read("k"));
        Assert.Equal([[new ElementTag("bob~1", 1, 0)]], map.RecordOf("k").Tags);
    }

    [Fact, Trait("Invariant", "INV-SET-1")]
    public void A_removal_takes_no_more_than_it_saw_also_where_its_writer_added_last()
    {
        var map = Map();
        map.Write(Add("milk"), "alice");
        map.Write(Add("milk"), "bob");

        Assert.Equal(OpResultCode.Applied, map.Write(Remove("milk", new ElementTag("bob~1", 1, 0)), "bob").Code);
        Assert.Equal(Value.List("milk"), map.Read("k"));
        Assert.Equal([[new ElementTag("alice~1", 1, 0)]], map.RecordOf("k").Tags);
    }

    [Fact, Trait("Invariant", "INV-SET-1")]
    public void Two_who_add_to_one_set_both_keep_what_they_added_however_late_it_comes()
    {
        var map = Map();
        map.Write(Add("milk"), "alice", at: 5_000);
        map.Write(Add("bread", "milk"), "bob", at: 2_000);

        Assert.Equal(Value.List("milk", "bread"), map.Read("k"));
        Assert.Equal([[new ElementTag("alice~1", 1, 0), new ElementTag("bob~1", 1, 1)], [new ElementTag("bob~1", 1, 0)]], map.RecordOf("k").Tags);
    }

    [Fact]
    public void With_its_last_element_the_record_goes_and_comes_back_with_the_next()
    {
        var map = Map();
        map.Write(Add("a", "b"));
        Assert.Equal(OpResultCode.Applied, map.Write(Remove("a", new ElementTag("alice~1", 1, 0)), "alice").Code);
        Assert.Equal(Value.List("b"), map.Read("k"));

        map.Write(Remove("b", new ElementTag("alice~1", 1, 1)));
        Assert.Null(map.Read("k"));
        Assert.Equal(MapType.OrMap, map.RecordOf("k").Type);

        map.Write(Add("c"));
        Assert.Equal(Value.List("c"), map.Read("k"));
    }

    [Fact]
    public void A_removal_of_what_is_not_there_is_applied_and_changes_nothing()
    {
        var map = Map();
        var result = map.Write(Remove("a", new ElementTag("alice~1", 1, 0)));

        Assert.Equal((OpResultCode.Applied, 0L), (result.Code, result.Version));
        Assert.Equal(0, map.VersionOf("k"));
    }

    [Fact, Trait("Invariant", "INV-SET-2")]
    public void A_tag_takes_out_nothing_but_the_element_that_was_seen_under_it()
    {
        var map = Map();
        map.Write(Add("theirs"), "alice");

        map.Write(Remove("mine", new ElementTag("alice~1", 1, 0)), "bob");

        Assert.Equal(Value.List("theirs"), map.Read("k"));
    }

    [Fact]
    public void One_and_one_point_nought_are_two_elements_and_the_order_of_fields_makes_none()
    {
        var map = Map();
        map.Write(Add(1, 1.0, Value.Object(("a", 1), ("b", 2))));
        map.Write(Add(Value.Object(("b", 2), ("a", 1))));

        Assert.Equal(Value.List(1, 1.0, Value.Object(("a", 1), ("b", 2))), map.Read("k"));
    }

    [Fact, Trait("Invariant", "INV-TOM-2")]
    public void Nothing_is_too_old_for_a_set()
    {
        var map = new GuardedMap(new KeptRecords(), new PartitionOptions { TombstoneRetentionMs = Retention });
        map.Write(Add("a"), at: 10_000);
        map.Write(Remove("a", new ElementTag("alice~1", 1, 0)), at: 10_001);
        map.Collect(12_000);
        map.Collect(12_000 + Retention);
        Assert.True(map.Horizon.Version == 2 && map.VersionOf("k") == 0, "The removal is not forgotten.");

        Assert.Equal(OpResultCode.Applied, map.Write(Add("late"), "bob", at: 5_000).Code);
        Assert.Equal(Value.List("late"), map.Read("k"));
    }

    [Fact]
    public void A_set_that_would_be_too_large_is_refused_by_elements_and_by_bytes()
    {
        var few = new GuardedMap(new KeptRecords(), new PartitionOptions { Limits = SyncLimits.Default with { MaxSetElements = 3 } });
        few.Write(Add(1, 2, 3));
        var result = few.Write(Add(4));
        Assert.Equal((OpResultCode.TooLarge, "The set would have 4 elements; at most 3 are accepted."), (result.Code, result.Reason));
        Assert.Equal(OpResultCode.Applied, few.Write(Add(3)).Code);

        var codec = new KeptRecords { Bytes = 2_000 };
        var small = new GuardedMap(codec, new PartitionOptions { Limits = SyncLimits.Default with { MaxValueBytes = 1_000 } });
        Assert.Equal(OpResultCode.TooLarge, small.Write(Add(new string('x', 500))).Code);
    }

    [Fact]
    public void An_add_needs_the_permission_to_put_and_a_removal_that_to_remove()
    {
        var map = Map();
        map.Allowed = action => action == MapAction.Put;
        Assert.Equal(OpResultCode.Applied, map.Write(Add("a")).Code);
        Assert.Equal(OpResultCode.Forbidden, map.Write(Remove("a", new ElementTag("alice~1", 1, 0))).Code);

        map.Allowed = action => action == MapAction.Remove;
        Assert.Equal(OpResultCode.Forbidden, map.Write(Add("b")).Code);
        Assert.Equal(OpResultCode.Applied, map.Write(Remove("a", new ElementTag("alice~1", 1, 0))).Code);
    }

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void A_rule_sees_the_set_as_it_would_be_and_may_refuse_it()
    {
        var rule = Rule.Refuse(value => value is ListValue { Items.Count: > 2 }, name: "at-most-two");
        var map = Map(rule);
        map.Write(Add("a", "b"));

        Assert.Equal(OpResultCode.MergeRejected, map.Write(Add("c")).Code);
        Assert.Equal((Value.List("a", "b"), Value.List("a", "b", "c")), (rule.Asked[^1].LocalValue, rule.Asked[^1].RemoteValue));
        Assert.Equal(MapType.OrMap, rule.Asked[^1].MapType);
        Assert.Equal(OpResultCode.Applied, map.Write(Remove("a", new ElementTag("alice~1", 1, 0))).Code);
        map.Write(Remove("b", new ElementTag("alice~1", 1, 1)));
        Assert.Null(rule.Asked[^1].RemoteValue);
    }

    [Fact, Trait("Invariant", "INV-RES-2")]
    public void A_rule_that_would_change_a_set_refuses_it()
    {
        var map = Map(Rule.MergeTo(context => context.LocalValue is null ? context.RemoteValue : Value.List("other")));
        Assert.Equal(OpResultCode.Applied, map.Write(Add("a")).Code);

        var result = map.Write(Add("b"));

        Assert.Equal(OpResultCode.ResolverFailed, result.Code);
        Assert.Contains("can only let a write pass, or refuse it", result.Reason, StringComparison.Ordinal);
        Assert.Equal(Value.List("a"), map.Read("k"));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public void A_group_changes_several_sets_or_none()
    {
        var map = Map(Rule.Refuse(value => value is ListValue { Items.Count: > 1 }));
        Assert.Equal(OpResultCode.Applied, map.Group([new AddElementsWrite("a", [New("x")]), new AddElementsWrite("b", [New("x")])]).Code);

        var result = map.Group([new RemoveElementsWrite("a", [new SeenElement("x", [new ElementTag("alice~1", 1, 0)])]), new AddElementsWrite("b", [New("y")])]);

        Assert.Equal((OpResultCode.MergeRejected, "b"), (result.Code, result.Key));
        Assert.Equal((Value.List("x"), Value.List("x")), (map.Read("a"), map.Read("b")));
        Assert.Equal("a@1 b@1", string.Join(' ', map.Pages(int.MaxValue)));
    }

    private static GuardedMap Map(params TopGun.Core.Resolvers.IResolver[] rules) => new(new KeptRecords(), rules);

    private static AddElementsWrite Add(params Value[] elements) => new("k", [.. elements.Select(New)]);

    private static SeenElement New(Value element) => new(element, []);

    private static RemoveElementsWrite Remove(Value element, params ElementTag[] tags) => new("k", [new SeenElement(element, tags)]);
}
