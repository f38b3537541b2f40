using FsCheck.Fluent;
using TopGun.Core.Access;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Generators;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Counters;

/// <summary>What becomes of writes to the sums of a PnCounter on their way through a partition.</summary>
public class CounterTests
{
    [Fact, Trait("Invariant", "INV-CNT-1")]
    public void A_counter_is_the_sum_of_the_deltas_that_were_applied() => Law.Holds(
        (from node in Gen.Elements("alice", "bob")
         from delta in Gen.Elements(1L, -1L, 7L, -100L, long.MaxValue, long.MinValue, long.MaxValue - 5)
         from at in Gen.Choose(1, 2_000)
         select (node, delta, at)).ListOf(8),
        counts =>
        {
            var map = Map();
            Int128 sum = 0;
            foreach (var (node, delta, at) in counts)
            {
                var fits = sum + delta >= long.MinValue && sum + delta <= long.MaxValue;
                Assert.Equal(fits ? OpResultCode.Applied : OpResultCode.TooLarge, map.Write(new CountWrite("k", delta), node, at).Code);
                if (fits) sum += delta;
            }

            Assert.Equal(sum, ((Int64Value?)map.Read("k"))?.Number ?? 0);
        });

    [Fact]
    public void A_counter_at_nought_is_there()
    {
        var map = Map();
        map.Write(new CountWrite("k", 3));
        map.Write(new CountWrite("k", -3));

        Assert.Equal(Value.Of(0), map.Read("k"));
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_refused_with_a_reason()
    {
        var map = Map();
        map.Write(new CountWrite("k", long.MaxValue));

        var result = map.Write(new CountWrite("k", 1));

        Assert.Equal((OpResultCode.TooLarge, "The counter is at 9223372036854775807, and the sum would leave the range of 64 bits."), (result.Code, result.Reason));
    }

    [Fact, Trait("Invariant", "INV-CNT-2")]
    public void A_removal_takes_the_sum_that_its_writer_saw_and_no_other()
    {
        var map = Map();
        map.Write(new CountWrite("k", 5));
        map.Write(new CountWrite("k", 2), "bob");

        Assert.Equal(OpResultCode.Superseded, map.Write(new RemoveCounterWrite("k", 5)).Code);
        Assert.Equal(Value.Of(7), map.Read("k"));

        Assert.Equal(OpResultCode.Applied, map.Write(new RemoveCounterWrite("k", 7)).Code);
        Assert.Null(map.Read("k"));
        Assert.Equal(OpResultCode.Applied, map.Write(new RemoveCounterWrite("k", 7)).Code);
        map.Write(new CountWrite("k", 1));
        Assert.Equal(Value.Of(1), map.Read("k"));
    }

    [Fact, Trait("Invariant", "INV-TOM-2")]
    public void Nothing_is_too_old_for_a_counter()
    {
        const long Retention = 64_000;
        var map = new GuardedMap(new KeptRecords(), new PartitionOptions { TombstoneRetentionMs = Retention });
        map.Write(new CountWrite("k", 1), at: 10_000);
        map.Write(new RemoveCounterWrite("k", 1), at: 10_001);
        map.Collect(12_000);
        map.Collect(12_000 + Retention);

        Assert.Equal(OpResultCode.Applied, map.Write(new CountWrite("k", 4), "bob", at: 5_000).Code);
        Assert.Equal(Value.Of(4), map.Read("k"));
    }

    [Fact]
    public void To_count_down_needs_no_permission_to_remove_but_a_removal_does()
    {
        var map = Map();
        map.Allowed = action => action == MapAction.Put;
        map.Write(new CountWrite("k", 5));

        Assert.Equal(OpResultCode.Applied, map.Write(new CountWrite("k", -5)).Code);
        Assert.Equal(OpResultCode.Forbidden, map.Write(new RemoveCounterWrite("k", 0)).Code);
    }

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void A_rule_sees_the_sum_as_it_would_be_and_may_refuse_it()
    {
        var rule = Rule.Refuse(value => value is Int64Value { Number: < 0 }, name: "in-stock");
        var map = Map(rule);
        map.Write(new CountWrite("k", 2));

        Assert.Equal(OpResultCode.Applied, map.Write(new CountWrite("k", -2)).Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new CountWrite("k", -1), "bob").Code);
        Assert.Equal(Value.Of(0), map.Read("k"));
        Assert.Equal((Value.Of(0), Value.Of(-1)), (rule.Asked[^1].LocalValue, rule.Asked[^1].RemoteValue));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public void A_group_counts_under_several_keys_or_nothing()
    {
        var map = Map(Rule.Refuse(value => value is Int64Value { Number: < 0 }));
        map.Write(new CountWrite("from", 5));

        Assert.Equal(OpResultCode.MergeRejected, map.Group([new CountWrite("to", 6), new CountWrite("from", -6)]).Code);
        Assert.Null(map.Read("to"));
        Assert.Equal(OpResultCode.Applied, map.Group([new CountWrite("to", 5), new CountWrite("from", -5)]).Code);
        Assert.Equal((Value.Of(0), Value.Of(5)), (map.Read("from"), map.Read("to")));
    }

    private static GuardedMap Map(params TopGun.Core.Resolvers.IResolver[] rules) => new(new KeptRecords(), rules);
}
