using FsCheck.Fluent;
using TopGun.Core.Time;
using TopGun.Generators;

namespace TopGun.Core.Tests.Time;

public class ServerTimeTests
{
    [Fact]
    public void A_device_that_never_met_a_server_is_taken_at_its_word()
        => Assert.Equal(1_234, ServerTime.Unknown.At(new ClockReading(1_234, 5, "boot")));

    [Fact]
    public void Within_a_boot_only_the_monotonic_clock_counts()
        => Law.Holds(Gen.Choose(-100_000, 100_000).Three(), three =>
        {
            var (wall, laterWall, elapsed) = three;
            var time = ServerTime.Unknown.Learn(new ClockReading(wall, 200_000, "boot"), 1_000_000);

            return time.At(new ClockReading(laterWall, 200_000 + elapsed, "boot")) == 1_000_000 + elapsed;
        });

    [Fact]
    public void Readings_taken_before_the_first_contact_are_mapped_too()
    {
        var offline = new ClockReading(50, 1_000, "boot");
        var time = ServerTime.Unknown.Learn(new ClockReading(90, 4_000, "boot"), 1_000_000);

        Assert.Equal(997_000, time.At(offline));
    }

    [Fact]
    public void Another_boot_is_mapped_by_its_wall_clock_and_the_newest_offset()
    {
        var time = ServerTime.Unknown
            .Learn(new ClockReading(1_000, 10, "first"), 1_500)
            .Learn(new ClockReading(1_000, 10, "second"), 4_000);

        Assert.Equal(13_000, time.At(new ClockReading(10_000, 77, "third")));
    }

    [Fact]
    public void A_boot_that_met_the_server_keeps_its_own_offset()
    {
        var time = ServerTime.Unknown
            .Learn(new ClockReading(1_000, 10, "first"), 1_500)
            .Learn(new ClockReading(1_000, 10, "second"), 4_000);

        Assert.Equal(1_590, time.At(new ClockReading(0, 100, "first")));
    }

    [Fact]
    public void Learning_again_replaces_what_was_known_of_the_boot_and_makes_it_the_newest()
    {
        var time = ServerTime.Unknown
            .Learn(new ClockReading(0, 0, "first"), 100)
            .Learn(new ClockReading(0, 0, "second"), 200)
            .Learn(new ClockReading(0, 0, "first"), 300);

        Assert.Equal(["second", "first"], time.Boots.Select(boot => boot.BootId));
        Assert.Equal(300, time.At(new ClockReading(0, 0, "first")));
        Assert.Equal(300, time.At(new ClockReading(0, 0, "third")));
    }

    [Fact]
    public void The_last_eight_boots_are_kept()
    {
        var time = Enumerable.Range(1, 20).Aggregate(ServerTime.Unknown, (known, boot) => known.Learn(new ClockReading(0, 0, $"boot {boot}"), boot));

        Assert.Equal(Enumerable.Range(13, 8).Select(boot => $"boot {boot}"), time.Boots.Select(boot => boot.BootId));
    }

    [Fact]
    public void Time_stays_within_what_a_timestamp_can_hold()
    {
        Assert.Equal(0, ServerTime.Unknown.At(new ClockReading(-1, 0, "boot")));
        Assert.Equal(HlcTimestamp.MaxMillis, ServerTime.Unknown.At(new ClockReading(HlcTimestamp.MaxMillis + 1, 0, "boot")));
    }
}
