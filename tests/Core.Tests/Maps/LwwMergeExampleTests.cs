using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Maps;

/// <summary>The rules of a record, each as the smallest story that shows it.</summary>
public class LwwMergeExampleTests
{
    [Fact]
    public void A_patch_of_no_fields_makes_the_empty_object()
    {
        var outcome = LwwMerge.Apply(Record.Never, Patch(WriteBase.Absent), At(1));

        Assert.Equal(WriteVerdict.Applied, outcome.Verdict);
        Assert.Equal(ObjectValue.Empty, outcome.Record.ToValue());
    }

    [Fact]
    public void An_object_that_lost_its_last_field_still_exists()
    {
        var record = After((1, Replace(("a", 1))), (2, new PatchWrite("key", WriteBase.Live, NoFields, ["a"])));

        Assert.True(record.IsLive);
        Assert.Equal(ObjectValue.Empty, record.ToValue());
    }

    [Fact]
    public void A_replace_by_the_empty_object_erases_all_fields()
        => Assert.Equal(ObjectValue.Empty, After((1, Replace(("a", 1))), (2, Replace())).ToValue());

    [Fact]
    public void A_patch_of_nothing_on_a_live_object_is_applied_and_changes_nothing()
    {
        var record = After((1, Replace(("a", 1))));

        var outcome = LwwMerge.Apply(record, Patch(WriteBase.Live), At(2));

        Assert.Equal((WriteVerdict.Applied, false), (outcome.Verdict, outcome.Changed));
    }

    [Fact]
    public void What_was_cleared_stays_cleared_when_the_record_is_made_anew()
    {
        var record = After((1, Replace(("a", 1))), (5, Remove), (7, Patch(WriteBase.Unknown, ("b", 2))), (4, Patch(WriteBase.Unknown, ("a", 3))));

        Assert.Equal(Value.Object(("b", 2)), record.ToValue());
        Assert.Equal(At(5), record.Cleared);
    }

    [Fact]
    public void A_patch_newer_than_a_value_turns_it_into_an_object()
        => Assert.Equal(
            Value.Object(("a", 1)),
            After((1, new ValueWrite("key", WriteBase.Absent, 5)), (2, Patch(WriteBase.Live, ("a", 1)))).ToValue());

    [Fact]
    public void A_patch_older_than_a_value_is_superseded()
        => Assert.Equal(Value.Of(5), After((2, new ValueWrite("key", WriteBase.Absent, 5)), (1, Patch(WriteBase.Live, ("a", 1)))).ToValue());

    [Fact]
    public void A_value_older_than_a_live_field_is_superseded_as_a_whole()
        => Assert.Equal(
            Value.Object(("a", 1), ("b", 2)),
            After((1, Replace(("a", 1))), (5, Patch(WriteBase.Live, ("b", 2))), (3, new ValueWrite("key", WriteBase.Live, 5))).ToValue());

    [Fact]
    public void An_erasure_newer_than_a_remove_does_not_stop_it()
        => Assert.Null(After((1, Replace(("a", 1))), (5, new PatchWrite("key", WriteBase.Live, NoFields, ["a"])), (3, Remove)).ToValue());

    [Fact]
    public void A_late_write_to_an_erased_field_stays_erased()
        => Assert.Equal(
            ObjectValue.Empty,
            After((1, Replace()), (5, new PatchWrite("key", WriteBase.Live, NoFields, ["a"])), (3, Patch(WriteBase.Live, ("a", 1)))).ToValue());

    [Fact]
    public void A_null_that_was_written_is_a_value_and_no_erasure()
        => Assert.Equal(Value.Object(("a", Value.Null)), After((1, Replace(("a", Value.Null)))).ToValue());

    [Fact]
    public void A_remove_of_a_key_never_written_leaves_its_trace()
    {
        var record = After((3, Remove), (2, Patch(WriteBase.Unknown, ("a", 1))));

        Assert.Null(record.ToValue());
        Assert.Equal(At(3), record.Cleared);
    }

    [Fact]
    public void The_fields_of_a_replace_stand_at_the_very_timestamp_of_its_clearing()
    {
        var record = After((2, Replace(("a", 1))));

        Assert.Equal(record.Cleared, record.Registers["a"].At);
        Assert.Equal(record, record.Merge(record));
    }

    private static readonly Write Remove = new RemoveWrite("key", WriteBase.Live);

    private static readonly Dictionary<string, Value> NoFields = [];

    private static HlcTimestamp At(long millis) => new(millis, 0, "n~1");

    private static Write Replace(params (string, Value)[] fields) => new ReplaceWrite("key", WriteBase.Unknown, Value.Object(fields));

    private static PatchWrite Patch(WriteBase seen, params (string, Value)[] fields) => new("key", seen, Value.Object(fields).Fields, []);

    private static Record After(params (long Millis, Write Write)[] writes)
        => writes.Aggregate(Record.Never, (record, write) => LwwMerge.Apply(record, write.Write, At(write.Millis)).Record);
}
