using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>How the answers of several resolvers become one, and what is stored then.</summary>
public sealed class LayersTests
{
    [Fact]
    public void A_rejection_ends_and_names_resolver_and_reason()
    {
        var never = Rule.AcceptAll("never", 10);
        var map = Map(Rule.Refuse(_ => true), never);

        var result = map.Set("k", 1);

        Assert.Equal((OpResultCode.MergeRejected, "rule", "It is wrong.", 0L), (result.Code, result.Resolver, result.Reason, result.Version));
        Assert.Null(map.Read("k"));
        Assert.Empty(never.Asked);
    }

    [Fact]
    public void Each_sees_what_those_before_it_made_of_the_write()
    {
        var last = new Rule("last", 10, _ => ResolverDecision.Local);
        var map = Map(
            last,
            new Rule("local", 60, _ => ResolverDecision.Local),
            new Rule("merge", 90, context => ResolverDecision.Merge(With(context.RemoteValue, "a", 2))),
            new Rule("accept", 50, context => ResolverDecision.Accept(With(context.RemoteValue, "b", 3))));

        map.Set("k", Value.Object(("a", 1)));

        Assert.Equal(Value.Object(("a", 2), ("b", 3)), Assert.Single(last.Asked).RemoteValue);
        Assert.Equal(Value.Object(("a", 2), ("b", 3)), last.Asked[0].MergedValue);
        Assert.Equal(Value.Object(("a", 2), ("b", 3)), map.Read("k"));
    }

    [Fact]
    public void An_unchanged_accept_leaves_it_to_last_write_wins_field_by_field()
    {
        var map = Map(Rule.AcceptAll());
        map.Set("k", Value.Object(("a", 1), ("b", 1)), at: 100);

        map.Patch("k", Value.Object(("a", 2)), "bob", at: 110);
        var late = map.Patch("k", Value.Object(("a", 3), ("b", 3)), "carol", at: 105);

        Assert.Equal(OpResultCode.Applied, late.Code);
        Assert.Equal(Value.Object(("a", 2), ("b", 3)), map.Read("k"));
        Assert.Equal("carol~1", map.RecordOf("k").Registers["b"].At.NodeId);
    }

    [Fact]
    public void An_older_op_stays_superseded_where_nobody_objects()
    {
        var map = Map(Rule.AcceptAll());
        map.Set("k", Value.Object(("a", 1)), at: 100);

        Assert.Equal(OpResultCode.Superseded, map.Patch("k", Value.Object(("a", 2)), "bob", at: 90).Code);
        Assert.Equal(Value.Object(("a", 1)), map.Read("k"));
    }

    [Fact]
    public void The_same_number_of_another_kind_is_no_other_value()
    {
        var map = Map(new Rule("doubles", 50, _ => ResolverDecision.Accept(Value.Object(("a", 1.0)))));

        map.Set("k", Value.Object(("a", 1)));

        Assert.Equal(Value.Object(("a", 1)), map.Read("k"));
        Assert.Equal("alice~1", map.RecordOf("k").Registers["a"].At.NodeId);
    }

    [Fact]
    public void A_merge_is_a_write_of_the_server_but_for_what_is_there_already()
    {
        var map = Map(new Rule("merge", 50, context => context.LocalValue is null
            ? ResolverDecision.Local
            : ResolverDecision.Merge(Value.Object(("same", 1.0), ("new", 5)))));
        map.Set("k", Value.Object(("same", 1), ("left-out", 2)), at: 100);

        var result = map.Patch("k", Value.Object(("x", 9)), "bob", at: 50);

        var record = map.RecordOf("k");
        Assert.Equal(Value.Object(("same", 1), ("new", 5)), record.ToValue());
        Assert.Equal("alice~1", record.Registers["same"].At.NodeId);
        Assert.StartsWith("~", record.Registers["new"].At.NodeId, StringComparison.Ordinal);
        Assert.Equal(record.Registers["new"].At, record.Registers["left-out"].At);
        Assert.Equal((OpResultCode.Applied, record.Registers["new"].At), (result.Code, result.Stamped));
    }

    [Fact]
    public void An_accept_of_another_value_is_a_merge_too()
    {
        var map = Map(new Rule("accept", 50, _ => ResolverDecision.Accept(7)));
        map.Set("k", Value.Object(("a", 1)), at: 100);

        map.Patch("k", Value.Object(("a", 2)), "bob", at: 50);

        Assert.Equal(Value.Of(7), map.Read("k"));
    }

    [Fact]
    public void A_merge_to_what_is_there_supersedes_the_write()
    {
        var map = Map(Rule.MergeTo(context => context.LocalValue ?? context.RemoteValue));
        map.Set("k", Value.Object(("a", 1)));

        Assert.Equal(OpResultCode.Superseded, map.Set("k", Value.Object(("a", 2)), "bob").Code);
        Assert.Equal(Value.Object(("a", 1)), map.Read("k"));
    }

    [Fact]
    public void What_builds_on_a_merged_write_does_not_fall_behind_it()
    {
        var map = Map(new Rule("merge", 50, context => context.RemoteTimestamp.Millis == 10 ? ResolverDecision.Merge(Value.Object(("a", 0))) : ResolverDecision.Local));
        map.Set("k", Value.Object(("a", 1)), at: 5, node: "bob");

        map.Batch([Patch("k", ("a", 2)), Patch("k", ("a", 3))], at: 10, chained: true);

        Assert.Equal(Value.Object(("a", 3)), map.Read("k"));
    }

    [Fact]
    public void A_deletion_is_judged_as_null_and_may_be_refused()
    {
        var keep = new Rule("keep", 100, context => context.RemoteValue is null ? ResolverDecision.Reject("Keep it.") : ResolverDecision.Accept(context.RemoteValue));
        var map = Map(keep);
        map.Set("k", 1);

        Assert.Equal(OpResultCode.MergeRejected, map.Remove("k").Code);
        Assert.Equal(Value.Of(1), map.Read("k"));
        Assert.Null(keep.Asked[^1].RemoteValue);
    }

    [Fact]
    public void An_accepted_deletion_deletes_and_a_merged_one_may_leave_something()
    {
        var accepting = Map(Rule.AcceptAll());
        accepting.Set("k", 1);
        accepting.Remove("k");
        var softening = Map(Rule.MergeTo(context => context.RemoteValue ?? Value.Object(("deleted", true))));
        softening.Set("k", Value.Object(("a", 1)));
        softening.Remove("k");

        Assert.Null(accepting.Read("k"));
        Assert.Equal(Value.Object(("deleted", true)), softening.Read("k"));
    }

    [Fact]
    public void A_key_seen_absent_that_came_and_went_is_written_all_the_same()
    {
        var map = Map(Rule.AcceptAll());
        map.Set("seat", "carol", "carol", at: 100);
        map.Remove("seat", "carol", at: 200);

        var unknown = map.Write(new ValueWrite("seat", WriteBase.Unknown, "alice"), "alice", at: 150);
        var absent = map.Write(new ValueWrite("seat", WriteBase.Absent, "bob"), "bob", at: 150);

        Assert.Equal(OpResultCode.Superseded, unknown.Code);
        Assert.Equal(OpResultCode.Applied, absent.Code);
        Assert.NotNull(absent.Stamped);
        Assert.Equal(Value.Of("bob"), map.Read("seat"));
    }

    [Fact]
    public void Without_resolvers_an_older_op_stays_behind_a_removal()
    {
        var map = Map();
        map.Set("seat", "carol", "carol", at: 100);
        map.Remove("seat", "carol", at: 200);

        Assert.Equal(OpResultCode.Superseded, map.Write(new ValueWrite("seat", WriteBase.Absent, "bob"), "bob", at: 150).Code);
    }

    [Fact]
    public void Number_permission_removal_and_prior_come_before_resolvers()
    {
        var rule = Rule.Refuse(value => value is ObjectValue whole && whole["bad"] is not null);
        var map = Map(rule);

        map.Allowed = _ => false;
        var forbidden = map.Set("k", 1);
        map.Allowed = _ => true;
        var removed = map.Write(new PatchWrite("k", WriteBase.Live, Value.Object(("a", 1)).Fields, []), "bob");
        Assert.Empty(rule.Asked);
        var (results, _) = map.Batch([new ReplaceWrite("k", WriteBase.Unknown, Value.Object(("bad", 1))), Patch("k", ("a", 1))], "carol", chained: true);

        Assert.Equal([OpResultCode.Forbidden, OpResultCode.RecordRemoved], [forbidden.Code, removed.Code]);
        Assert.Equal([OpResultCode.MergeRejected, OpResultCode.PriorRejected], results.Select(result => result.Code));
        Assert.Single(rule.Asked);
    }

    [Fact]
    public void It_sees_who_wrote_when_and_what_else_is_in_the_map()
    {
        var rule = new Rule("look", 50, context => context.ReadEntry("other") is null ? ResolverDecision.Local : ResolverDecision.Reject($"{context.ReadEntry("other")}"));
        var map = Map(rule);
        map.Set("k", Value.Object(("a", 1)), "bob", at: 100);

        var (results, _) = map.Batch([new ValueWrite("other", WriteBase.Unknown, 5), Patch("k", ("a", 2))], at: 200);

        Assert.Equal("5", results[1].Reason);
        var asked = rule.Asked[^1];
        Assert.Equal(("m", "k", "alice", "alice", 201L, 100L), (asked.MapName, asked.Key, asked.RemoteNodeId, asked.Principal.Subject, asked.RemoteTimestamp.Millis, asked.LocalTimestamp!.Value.Millis));
        Assert.Equal((Value.Object(("a", 1)), Value.Object(("a", 2))), (asked.LocalValue, asked.RemoteValue));
        Assert.Null(rule.Asked[0].LocalTimestamp);
    }

    private static PatchWrite Patch(string key, params ReadOnlySpan<(string, Value)> fields) => new(key, WriteBase.Live, Value.Object(fields).Fields, []);

    private static ObjectValue With(Value? value, string field, Value to)
        => new(new Dictionary<string, Value>(((ObjectValue)value!).Fields, StringComparer.Ordinal) { [field] = to });

    private static GuardedMap Map(params IResolver[] resolvers) => new(new KeptRecords(), resolvers);
}
