using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Partitions;

/// <summary>How removals are forgotten, and that nothing comes back by that.</summary>
public class TombstoneTests
{
    private const long Retention = 64_000;
    private const long Start = 1_000_000;

    [Fact, Trait("Invariant", "INV-TOM-1")]
    public void A_removal_is_kept_for_its_time_and_then_forgotten_and_what_lives_stays()
    {
        var map = Map();
        map.Write(Put("gone"), at: Start);
        map.Write(Put("live"), at: Start + 1);
        map.Remove("gone", at: Start + 2);
        map.Collect(Start + 2_000);

        map.Collect(Start + 1 + Retention);
        Assert.Equal(["live@2 gone@3"], map.Pages(int.MaxValue));
        Assert.Equal(default, map.Horizon);

        map.Collect(Start + 2_000 + Retention);
        Assert.Equal(["live@2"], map.Pages(int.MaxValue));
        Assert.Equal(3, map.Horizon.Version);
        Assert.True(map.Horizon.At.Millis is >= Start + 2 and <= Start + 2_000);
    }

    [Fact, Trait("Invariant", "INV-TOM-1")]
    public void It_goes_in_small_pieces_and_never_between_the_records_of_one_version()
    {
        var map = Map();
        for (var i = 0; i < 10; i++) map.Remove($"k{i}", at: Start + i);
        map.Group([new RemoveWrite("x", WriteBase.Unknown), new RemoveWrite("y", WriteBase.Unknown)], at: Start + 10);
        map.Remove("z", at: Start + 11);
        map.Collect(Start + 2_000);

        Assert.Equal(2, map.Collect(Start + 2_000 + Retention, most: 11));
        Assert.Equal([""], map.Pages(int.MaxValue));
        Assert.Equal(12, map.Horizon.Version);
    }

    [Fact, Trait("Invariant", "INV-TOM-2")]
    public void What_is_older_than_what_is_remembered_brings_no_key_and_no_field_back()
    {
        var map = Map();
        map.Set("live", Value.Object(("a", 1), ("b", 1)), at: Start);
        map.Patch("live", Value.Object(("a", 2)), at: Start + 1);
        map.Write(new PatchWrite("live", WriteBase.Live, ObjectValue.Empty.Fields, ["b"]), at: Start + 2);
        map.Set("gone", 1, at: Start + 3);
        map.Remove("gone", at: Start + 4);
        map.Collect(Start + 2_000);
        map.Collect(Start + 2_000 + Retention);

        var late = Start - 50;
        foreach (var (key, write) in new (string, Write)[]
        {
            ("gone", new ReplaceWrite("gone", WriteBase.Unknown, Value.Object(("n", 1)))),
            ("gone", new ValueWrite("gone", WriteBase.Absent, 1)),
            ("gone", new PatchWrite("gone", WriteBase.Unknown, Value.Object(("n", 1)).Fields, [])),
            ("live", new PatchWrite("live", WriteBase.Live, Value.Object(("b", 0)).Fields, [])),
            ("live", new ReplaceWrite("live", WriteBase.Unknown, Value.Object(("a", 0), ("b", 0)))),
        })
        {
            var result = map.Write(write, $"late-{late}", late++);
            Assert.Equal((OpResultCode.TooOld, true), (result.Code, result.Reason?.Contains("older than", StringComparison.Ordinal)));
            Assert.Null(map.Read("gone"));
            Assert.Equal(Value.Object(("a", 2)), map.Read("live"));
        }

        Assert.Equal(OpResultCode.RecordRemoved, map.Write(new PatchWrite("gone", WriteBase.Live, Value.Object(("n", 1)).Fields, []), "other", late).Code);
        Assert.Equal(OpResultCode.Superseded, map.Write(new PatchWrite("live", WriteBase.Live, Value.Object(("a", 0)).Fields, []), "other", late + 1).Code);
        Assert.Equal(OpResultCode.Applied, map.Set("gone", 2).Code);
        Assert.Equal(OpResultCode.Applied, map.Patch("live", Value.Object(("b", 3))).Code);
        Assert.Equal(Value.Object(("a", 2), ("b", 3)), map.Read("live"));
    }

    [Fact, Trait("Invariant", "INV-TOM-1")]
    public void A_live_record_keeps_its_bytes_until_its_next_write()
    {
        var map = Map();
        map.Set("live", Value.Object(("a", 1), ("b", 1)), at: Start);
        map.Write(new PatchWrite("live", WriteBase.Live, ObjectValue.Empty.Fields, ["b"]), at: Start + 1);
        var before = map.RecordOf("live");
        map.Collect(Start + 2_000);
        map.Collect(Start + 2_000 + Retention);
        Assert.Equal((before, 2L), (map.RecordOf("live"), map.VersionOf("live")));

        map.Patch("live", Value.Object(("c", 1)));
        Assert.Equal(["a", "c"], map.RecordOf("live").Registers.Keys.Order());
        Assert.True(map.RecordOf("live").Cleared.IsDefault);
    }

    [Fact, Trait("Invariant", "INV-TOM-3")]
    public void A_cursor_from_before_gets_the_map_anew_and_one_that_has_seen_all_does_not()
    {
        var map = Map();
        map.Set("a", 1, at: Start);
        map.Remove("a", at: Start + 1);
        map.Set("b", 1, at: Start + 2);
        map.Collect(Start + 2_000);
        map.Collect(Start + 2_000 + Retention);

        Assert.Equal(new Reset(1, ResetReason.TooOld, 0), map.Subscribe(2)[0] is Reset reset ? reset with { ForkVersion = 0 } : null);
        Assert.IsType<ChangePage>(map.Subscribe(3)[0]);
        Assert.IsType<ChangePage>(map.Subscribe(0)[0]);
    }

    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void A_key_that_was_forgotten_and_made_anew_before_anybody_asked_is_in_the_digest()
    {
        var map = Map();
        _ = map.Digest;
        for (var i = 0; i < 20; i++) map.Set($"k{i}", 1, at: Start + i);
        for (var i = 0; i < 20; i++) map.Remove($"k{i}", at: Start + 100 + i);
        map.Collect(Start + 2_000);
        map.Collect(Start + 2_000 + Retention);
        Assert.Equal([""], map.Pages(int.MaxValue));
        var forgotten = Map();
        Assert.Equal(forgotten.Digest, map.Digest);

        for (var i = 0; i < 20; i++) map.Set($"k{i}", 1, at: Start + 90_000 + i);
        for (var i = 0; i < 20; i++) map.Remove($"k{i}", at: Start + 91_000 + i);
        map.Collect(Start + 93_000);
        map.Collect(Start + 93_000 + Retention);
        for (var i = 0; i < 20; i++) map.Set($"k{i}", 2, at: Start + 200_000 + i);

        var inTheTrie = map.Digest;
        Assert.NotEqual(forgotten.Digest, inTheTrie);
        map.Remove("k7", at: Start + 201_000);
        Assert.NotEqual(inTheTrie, map.Digest);
    }

    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void A_key_whose_removal_was_forgotten_before_anybody_asked_is_in_the_digest_no_more()
    {
        var map = Map();
        for (var i = 0; i < 100; i++) map.Set($"k{i}", 1, at: Start + i);
        Assert.NotEqual(Map().Digest, map.Digest);
        for (var i = 0; i < 100; i++) map.Remove($"k{i}", at: Start + 200 + i);
        map.Collect(Start + 2_000);
        map.Collect(Start + 2_000 + Retention);

        Assert.Equal([""], map.Pages(int.MaxValue));
        Assert.Equal(Map().Digest, map.Digest);
    }

    private static GuardedMap Map() => new(new KeptRecords(), new PartitionOptions { TombstoneRetentionMs = Retention });

    private static ReplaceWrite Put(string key) => new(key, WriteBase.Unknown, Value.Object(("n", 1)));
}
