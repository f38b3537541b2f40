using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Partitions;

/// <summary>How a map gets its type, and that it keeps it.</summary>
public class MapTypeTests
{
    private const long Retention = 64_000;

    private static readonly Write[] OneOfEach =
    [
        new ValueWrite("x", WriteBase.Unknown, 1), new AddElementsWrite("x", [new SeenElement(1, [])]), new CountWrite("x", 1),
    ];

    [Theory, Trait("Invariant", "INV-TYPE-1")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_first_change_decides_and_every_other_use_is_refused(int first)
    {
        var map = Map();
        Assert.Equal(OpResultCode.Applied, map.Write(OneOfEach[first]).Code);

        for (var i = 0; i < OneOfEach.Length; i++)
        {
            var result = map.Write(OneOfEach[i]);
            Assert.Equal(i == first ? OpResultCode.Applied : OpResultCode.TypeMismatch, result.Code);
            if (i != first) Assert.Equal($"Map m is of type {OneOfEach[first].Type}, and the write is for one of type {OneOfEach[i].Type}.", result.Reason);
        }
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public void What_changes_nothing_decides_nothing()
    {
        var map = Map(Rule.Refuse(value => value is ListValue));
        Assert.Equal(OpResultCode.MergeRejected, map.Write(new AddElementsWrite("k", [new SeenElement(1, [])])).Code);
        Assert.Equal(OpResultCode.Applied, map.Write(new RemoveElementsWrite("k", [])).Code);

        Assert.Equal(OpResultCode.Applied, map.Write(new CountWrite("k", 1)).Code);
        Assert.Equal(MapType.PnCounter, map.Type);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1"), Trait("Invariant", "INV-GRP-1")]
    public void A_group_is_of_one_type()
    {
        var map = Map();
        var result = map.Group([new CountWrite("a", 1), new AddElementsWrite("b", [new SeenElement(1, [])])]);

        Assert.Equal((OpResultCode.TypeMismatch, "b"), (result.Code, result.Key));
        Assert.Equal(MapType.None, map.Type);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public void The_type_stays_when_everything_in_the_map_is_removed_and_forgotten()
    {
        var map = new GuardedMap(new KeptRecords(), new PartitionOptions { TombstoneRetentionMs = Retention });
        map.Write(new CountWrite("k", 1), at: 10_000);
        map.Write(new RemoveCounterWrite("k", 1), at: 10_001);
        map.Collect(12_000);
        map.Collect(12_000 + Retention);
        Assert.Equal([""], map.Pages(int.MaxValue));

        Assert.Equal(OpResultCode.TypeMismatch, map.Set("k", 1).Code);
        Assert.Equal(MapType.PnCounter, map.Type);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public void It_is_part_of_the_commit_of_the_first_change_and_of_no_other()
    {
        var map = Map();
        map.Write(new CountWrite("k", 1));
        map.Write(new CountWrite("k", 1));

        Assert.Equal([[new MapTyping("m", MapType.PnCounter)], []], map.Commits.Select(commit => commit.Types));
    }

    [Theory, Trait("Invariant", "INV-TYPE-1")]
    [InlineData(1, 0)]
    [InlineData(0, 7)]
    public void A_map_from_before_there_were_types_is_an_LwwMap_also_when_it_is_empty(int records, long horizon)
    {
        var codec = new KeptRecords();
        var bytes = codec.Encode(new Record(new RootRegister(new(1, 0, "a~1"), RootKind.Value, 1), default, []));
        var stored = new StoredMap("m", records == 0 ? [] : [new RecordChange("m", "k", 1, bytes)], []) { Horizon = new MapHorizon(horizon, default) };

        Assert.Equal(MapType.Lww, new GuardedMap(codec, stored).Type);
        Assert.Equal(MapType.None, new GuardedMap(codec, new StoredMap("m", [], [])).Type);
    }

    [Fact]
    public void A_client_that_knows_no_types_gets_a_code_that_it_knows()
    {
        var map = Map();
        map.Write(new CountWrite("k", 1));
        map.Write(new ValueWrite("k", WriteBase.Unknown, 1), "old");

        Assert.Equal(OpResultCode.Invalid, Assert.Single(map.ResultsTold("old", [])).Code);
        Assert.Equal(OpResultCode.TypeMismatch, Assert.Single(map.ResultsTold("old", [Features.OrMap])).Code);
        Assert.Equal(MapType.None, map.TypeTold([Features.Digest]));
        Assert.Equal(MapType.PnCounter, map.TypeTold([Features.Counter]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sets_and_counters_take_no_ttl(int kind)
    {
        var fault = WriteRules.FaultIn(OneOfEach[kind] with { TtlMs = 5_000 }, SyncLimits.Default);

        Assert.Equal((OpResultCode.Invalid, "Write to a set or a counter with a ttl of 5,000 ms; neither has one."), (fault?.Code, fault?.Reason));
    }

    private static GuardedMap Map(params TopGun.Core.Resolvers.IResolver[] rules) => new(new KeptRecords(), rules);
}
