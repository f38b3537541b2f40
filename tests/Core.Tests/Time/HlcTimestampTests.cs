using System.Text;
using FsCheck.Fluent;
using TopGun.Core.Time;
using TopGun.Generators;

namespace TopGun.Core.Tests.Time;

public class HlcTimestampTests
{
    [Fact, Trait("Invariant", "INV-HLC-1")]
    public void Any_two_timestamps_are_ordered_one_way_or_are_the_same_reading()
        => Law.Holds(Timestamps.Extreme.Two(), pair =>
        {
            var (left, right) = pair;
            return Math.Sign(left.CompareTo(right)) == -Math.Sign(right.CompareTo(left))
                && (left.CompareTo(right) == 0) == (left == right)
                && (left < right) == (right > left)
                && (left <= right) == !(left > right);
        });

    [Fact, Trait("Invariant", "INV-HLC-1")]
    public void The_order_is_transitive()
        => Law.Holds(Timestamps.Extreme.Three(), three =>
        {
            var (a, b, c) = three;
            return !(a <= b && b <= c) || a <= c;
        });

    [Fact, Trait("Invariant", "INV-HLC-1")]
    public void The_order_is_that_of_millis_then_counter_then_the_bytes_of_the_node_id()
        => Law.Holds(Timestamps.Extreme.Two(), pair =>
        {
            var (left, right) = pair;
            var byBytes = left.Millis != right.Millis ? left.Millis.CompareTo(right.Millis)
                : left.Counter != right.Counter ? left.Counter.CompareTo(right.Counter)
                : Encoding.ASCII.GetBytes(left.NodeId).AsSpan().SequenceCompareTo(Encoding.ASCII.GetBytes(right.NodeId));
            return Math.Sign(byBytes) == Math.Sign(left.CompareTo(right));
        });

    [Fact]
    public void The_default_precedes_every_timestamp()
        => Law.Holds(Timestamps.Extreme, timestamp => default(HlcTimestamp) < timestamp && default(HlcTimestamp).IsDefault && !timestamp.IsDefault);

    [Fact]
    public void The_next_timestamp_is_above()
        => Law.Holds(Timestamps.Extreme, timestamp => timestamp.Next("A") > timestamp && timestamp.Next(timestamp.NodeId) > timestamp);

    [Fact]
    public void A_full_counter_moves_to_the_next_millisecond()
        => Assert.Equal(new HlcTimestamp(8, 0, "n"), new HlcTimestamp(7, ushort.MaxValue, "n").Next("n"));

    [Fact]
    public void The_larger_of_two_is_whichever_is_newer()
        => Law.Holds(Timestamps.Extreme.Two(), pair => HlcTimestamp.Max(pair.Item1, pair.Item2) == HlcTimestamp.Max(pair.Item2, pair.Item1)
            && HlcTimestamp.Max(pair.Item1, pair.Item2) >= pair.Item1);
}
