using TopGun.Core.Maps;
using TopGun.Generators;

namespace TopGun.Core.Tests.Maps;

/// <summary>What is true of every record, whatever was written in whatever order.</summary>
public class RecordShapeTests
{
    [Fact]
    public void No_register_is_older_than_the_last_clearing()
        => Law.Holds(Writes.Records, record => record.Registers.Values.All(register => register.At >= record.Cleared));

    [Fact]
    public void The_root_is_not_older_than_the_last_clearing()
        => Law.Holds(Writes.Records, record => record.Root.At >= record.Cleared);

    [Fact]
    public void Only_an_object_has_live_registers()
        => Law.Holds(Writes.Records, record
            => record.Root.Kind == RootKind.Object || record.Registers.Values.All(register => !register.IsLive));

    [Fact]
    public void Only_a_value_root_has_a_value()
        => Law.Holds(Writes.Records, record => (record.Root.Kind == RootKind.Value) == (record.Root.Value is not null));

    [Fact]
    public void The_newest_timestamp_is_that_of_some_write_and_above_all_others()
        => Law.Holds(Writes.Records, record => record.Newest >= record.Root.At && record.Newest >= record.Cleared
            && record.Registers.Values.All(register => record.Newest >= register.At));

    [Fact]
    public void A_record_is_absent_only_after_a_remove_or_before_any_write()
        => Law.Holds(Writes.Records, record => record.IsLive == (record.ToValue() is not null));
}
