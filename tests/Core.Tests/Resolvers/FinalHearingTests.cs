using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Generators;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>What is really stored is what was judged.</summary>
public sealed class FinalHearingTests
{
    private static readonly Func<Value?, bool> FromAfterTo = value => value is ObjectValue span && ((Int64Value)span["from"]!).Number > ((Int64Value)span["to"]!).Number;

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void Two_fields_that_are_valid_apart_and_invalid_mixed_are_refused()
    {
        var map = Map(Rule.Refuse(FromAfterTo));
        map.Set("trip", Value.Object(("from", 1), ("to", 9)), at: 100);
        map.Patch("trip", Value.Object(("to", 3)), at: 120);

        // Written before, on another device, and valid as its writer meant it: from 5 to 9.
        var late = map.Write(new PatchWrite("trip", WriteBase.Live, Value.Object(("from", 5), ("to", 9)).Fields, []), "bob", at: 110);

        Assert.Equal(OpResultCode.MergeRejected, late.Code);
        Assert.Equal(Value.Object(("from", 1), ("to", 3)), map.Read("trip"));
    }

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void A_merge_below_is_seen_by_the_layer_above()
    {
        var rule = Rule.Refuse(value => Equals(value, Value.Of(-1)), priority: 90);
        var map = Map(rule, Rule.MergeTo(_ => -1));

        var result = map.Set("k", 1);

        Assert.Equal((OpResultCode.MergeRejected, "rule"), (result.Code, result.Resolver));
        Assert.Equal([Value.Of(1), Value.Of(-1)], rule.Asked.Select(context => context.RemoteValue));
        Assert.Null(map.Read("k"));
    }

    [Fact]
    public void A_merge_in_the_final_hearing_counts_as_no_objection()
    {
        var map = Map(Rule.MergeTo(context => Value.Of(((Int64Value)context.RemoteValue!).Number + 1)));

        map.Set("k", 1);

        Assert.Equal(Value.Of(2), map.Read("k"));
    }

    [Fact]
    public void Who_judged_the_very_value_is_not_asked_again()
    {
        var below = Rule.AcceptAll("below", 10);
        var map = Map(below, new Rule("merge", 50, context => context.LocalValue is null ? ResolverDecision.Merge(2) : ResolverDecision.Local));

        map.Set("k", 1);

        Assert.Single(below.Asked);
    }

    [Fact]
    public void What_changes_nothing_is_not_judged_again()
    {
        var rule = Rule.AcceptAll();
        var map = Map(rule);
        map.Set("k", Value.Object(("a", 1)), at: 100);

        map.Patch("k", Value.Object(("a", 2)), "bob", at: 50);

        Assert.Equal(2, rule.Asked.Count);
    }

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void Whatever_is_written_merged_and_late_nothing_is_stored_that_a_rule_refuses() => Law.Holds(
        from writes in Writes.Sequences
        from merges in Gen.Choose(0, 3)
        select (writes, merges),
        example =>
        {
            var (writes, merges) = example;
            var map = Map(
                Rule.Refuse(IsForbidden, priority: 70),
                new Rule("merge", merges % 2 == 0 ? 50 : 90, context => merges < 2 || context.LocalValue is null
                    ? ResolverDecision.Local
                    : ResolverDecision.Merge(context.MergedValue is ObjectValue whole ? Value.Object([.. whole.Fields.Take(2).Select(field => (field.Key, field.Value)), ("m", 1)]) : context.MergedValue)));

            for (var i = 0; i < writes.Length; i++)
            {
                map.Write(writes[i].Write, $"node{i}", writes[i].At.Millis);
                if (IsForbidden(map.Read("key"))) return false;
            }

            return true;
        });

    // Some third of all values, among them such as only a mixture or a merge makes.
    private static bool IsForbidden(Value? value) => value is not null && value.ToString()!.Sum(letter => letter) % 3 == 0;

    private static GuardedMap Map(params IResolver[] resolvers) => new(new KeptRecords(), resolvers);
}
