using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>Attempts to get round a rule.</summary>
public sealed class RoundARuleTests
{
    private const string Balanced = """
        const v = context.remoteValue;
        return v && v.reserved > v.stock ? { action: 'reject', reason: 'More reserved than there is' } : { action: 'local' };
        """;

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void Two_fields_valid_apart_and_invalid_mixed()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "balanced", Balanced));
        map.Set("p", Value.Object(("stock", 10), ("reserved", 0)), "a", at: 1_000);
        map.Patch("p", Value.Object(("stock", 2)), "b", at: 3_000);

        var late = map.Write(new PatchWrite("p", WriteBase.Live, Value.Object(("stock", 10), ("reserved", 5)).Fields, []), "c", at: 2_000);

        Assert.Equal((OpResultCode.MergeRejected, "balanced"), (late.Code, late.Resolver));
        Assert.Equal(Value.Object(("stock", 2), ("reserved", 0)), map.Read("p"));
    }

    [Fact]
    public void An_older_offline_op_on_a_taken_seat()
    {
        var map = Map(rules => rules.Add(GuardedMap.Name, BuiltInResolvers.FirstWriteWins()));
        map.Set("A1", Value.Object(("by", "alice")), "alice", at: 5_000);

        Assert.Equal(OpResultCode.MergeRejected, map.Write(new ReplaceWrite("A1", WriteBase.Absent, Value.Object(("by", "bob"))), "bob", at: 4_000).Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new PatchWrite("A1", WriteBase.Unknown, Value.Object(("note", "x")).Fields, []), "bob", at: 4_001).Code);
        Assert.Equal(Value.Object(("by", "alice")), map.Read("A1"));
    }

    [Fact]
    public void An_empty_object_in_place_of_a_deletion()
    {
        var map = Map(rules => rules.Add(GuardedMap.Name, BuiltInResolvers.Immutable()));
        map.Set("k", Value.Object(("a", 1)));

        Assert.Equal(OpResultCode.MergeRejected, map.Set("k", ObjectValue.Empty, "bob").Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new ReplaceWrite("k", WriteBase.Unknown, ObjectValue.Empty), "bob").Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new ValueWrite("k", WriteBase.Unknown, Value.Null), "bob").Code);
        Assert.Equal(Value.Object(("a", 1)), map.Read("k"));
    }

    [Fact]
    public void A_patch_of_one_field_is_judged_as_the_whole_record()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "balanced", Balanced));
        map.Set("p", Value.Object(("stock", 3), ("reserved", 2)));

        Assert.Equal(OpResultCode.MergeRejected, map.Patch("p", Value.Object(("reserved", 4)), "bob").Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Patch("p", Value.Object(("stock", 1)), "bob").Code);
        Assert.Equal(OpResultCode.Applied, map.Patch("p", Value.Object(("reserved", 3)), "bob").Code);
    }

    [Fact]
    public void What_builds_on_a_refused_op_falls_with_it()
    {
        var map = Map(rules => rules.Add(GuardedMap.Name, BuiltInResolvers.NonNegative()));
        map.Set("p", Value.Object(("stock", 1)), "alice");

        var (results, _) = map.Batch([Patch(("stock", -1)), Patch(("note", "sold"))], "bob", chained: true);

        Assert.Equal([OpResultCode.MergeRejected, OpResultCode.PriorRejected], results.Select(result => result.Code));
    }

    [Fact]
    public void A_client_that_accepts_everything_at_100_does_not_switch_off_the_servers_rule()
    {
        var acceptAll = new Rule("accept-all", 100, context => ResolverDecision.Accept(context.RemoteValue));
        var mergeBelow = new Rule("merge", 10, context => context.Key == "merged" ? ResolverDecision.Merge(-5) : ResolverDecision.Local);
        var map = new GuardedMap(RecordCodec.Instance, acceptAll, BuiltInResolvers.NonNegative(), mergeBelow);

        Assert.Equal("NON_NEGATIVE", map.Set("k", -1).Resolver);
        Assert.Equal("NON_NEGATIVE", map.Set("merged", 1).Resolver);
        Assert.Null(map.Read("merged"));
    }

    [Fact]
    public void An_owner_that_is_erased_first_and_taken_then()
    {
        var map = Map(rules => rules.Add(GuardedMap.Name, BuiltInResolvers.FirstWriteWins(new() { Fields = ["by"] })));
        map.Set("A1", Value.Object(("by", "alice")));

        Assert.Equal(OpResultCode.MergeRejected, map.Write(new PatchWrite("A1", WriteBase.Live, Value.Object(("n", 1)).Fields, ["by"]), "bob").Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Patch("A1", Value.Object(("by", Value.Null)), "bob").Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Remove("A1", "bob").Code);
    }

    [Fact]
    public void A_seat_given_back_is_free_for_who_saw_it_free()
    {
        var map = Map(rules => rules.Add(GuardedMap.Name, BuiltInResolvers.FirstWriteWins(mayBeRemoved: true)));
        map.Set("A1", "carol", "carol", at: 2_000);
        map.Remove("A1", "carol", at: 3_000);

        Assert.Equal(OpResultCode.Applied, map.Write(new ValueWrite("A1", WriteBase.Absent, "bob"), "bob", at: 2_500).Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new ValueWrite("A1", WriteBase.Absent, "dave"), "dave", at: 2_600).Code);
        Assert.Equal(Value.Of("bob"), map.Read("A1"));
    }

    private static PatchWrite Patch(params ReadOnlySpan<(string, Value)> fields) => new("p", WriteBase.Live, Value.Object(fields).Fields, []);

    private static GuardedMap Map(Action<ServerResolvers> add)
    {
        var rules = new ServerResolvers();
        add(rules);
        return new GuardedMap(RecordCodec.Instance, [.. rules.Chains().Single().Value.Resolvers]);
    }
}
