using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Time;
using TopGun.Generators;

namespace TopGun.Core.Tests.Time;

public class HybridLogicalClockTests
{
    private const long MaxDriftMs = 500;

    /// <summary>One thing that happens to a clock: it takes a timestamp, or one arrives.</summary>
    private sealed record Tick(long PhysicalMs, HlcTimestamp? Arriving);

    private static Gen<Tick[]> Lives
        => (from physical in Gen.Choose(1_000, 3_000)
            from arrives in Gen.Choose(0, 1)
            from ahead in Gen.Choose(-2_000, 2_000)
            from counter in Gen.Elements<ushort>(0, 1, ushort.MaxValue)
            from node in Gen.Elements("a", "z")
            select new Tick(physical, arrives == 0 ? null : new HlcTimestamp(Math.Max(0, physical + ahead), counter, node))).ArrayOf();

    [Fact, Trait("Invariant", "INV-HLC-2")]
    public void A_timestamp_is_above_all_that_the_clock_gave_or_saw_before()
        => Law.Holds(Lives, life =>
        {
            var clock = new HybridLogicalClock("m", MaxDriftMs);
            var highest = default(HlcTimestamp);
            foreach (var tick in life)
            {
                var taken = tick.Arriving is { } arriving ? clock.Admit(arriving, tick.PhysicalMs) : clock.Now(tick.PhysicalMs);
                var isOurs = taken.NodeId == "m";
                if (isOurs && taken <= highest) return false;
                highest = HlcTimestamp.Max(highest, taken);
                if (clock.HighWater != highest) return false;
            }

            return true;
        });

    [Fact, Trait("Invariant", "INV-HLC-2")]
    public void A_successor_begins_above_the_high_water_mark()
        => Law.Holds(Timestamps.Extreme.Where(mark => mark.Millis < HlcTimestamp.MaxMillis), mark =>
            new HybridLogicalClock("m", MaxDriftMs, mark).Now(5) > mark);

    [Fact, Trait("Invariant", "INV-HLC-3")]
    public void A_timestamp_is_kept_unless_it_runs_too_far_ahead()
        => Law.Holds(Lives, life =>
        {
            var clock = new HybridLogicalClock("m", MaxDriftMs);
            return life.All(tick => tick.Arriving is not { } arriving
                || (clock.Admit(arriving, tick.PhysicalMs) == arriving) == (arriving.Millis - tick.PhysicalMs <= MaxDriftMs));
        });

    [Fact, Trait("Invariant", "INV-HLC-3")]
    public void No_timestamp_from_elsewhere_drags_the_clock_further_ahead_than_the_drift_allowed()
        => Law.Holds(Lives, life =>
        {
            var clock = new HybridLogicalClock("m", MaxDriftMs);
            var latestMs = 0L;
            foreach (var tick in life)
            {
                latestMs = Math.Max(latestMs, tick.PhysicalMs);
                if (tick.Arriving is { } arriving) clock.Admit(arriving, tick.PhysicalMs);
                else clock.Now(tick.PhysicalMs);
                // A full counter may move millis on once for each timestamp taken.
                if (clock.HighWater.Millis > latestMs + MaxDriftMs + life.Length) return false;
            }

            return true;
        });

    [Fact]
    public void A_timestamp_exactly_at_the_drift_allowed_is_kept()
    {
        var clock = new HybridLogicalClock("m", MaxDriftMs);

        Assert.Equal(new HlcTimestamp(1_500, 0, "a"), clock.Admit(new HlcTimestamp(1_500, 0, "a"), 1_000));
        Assert.Equal(new HlcTimestamp(1_500, 1, "m"), clock.Admit(new HlcTimestamp(1_501, 0, "a"), 1_000));
    }

    [Fact]
    public void A_full_counter_moves_to_the_next_millisecond()
    {
        var clock = new HybridLogicalClock("m", MaxDriftMs, new HlcTimestamp(1_000, ushort.MaxValue, "m"));

        Assert.Equal(new HlcTimestamp(1_001, 0, "m"), clock.Now(1_000));
    }

    [Fact]
    public void A_wall_clock_before_1970_counts_as_1970()
        => Assert.Equal(0, new HybridLogicalClock("m", MaxDriftMs).Now(-5).Millis);

    [Fact]
    public void A_rewound_clock_gives_again_what_was_never_committed()
    {
        var clock = new HybridLogicalClock("m", MaxDriftMs);
        var committed = clock.Now(1_000);
        var lost = clock.Now(1_000);

        clock.Rewind(committed);

        Assert.Equal(lost, clock.Now(1_000));
    }
}
