using System.Globalization;

namespace TopGun.Core.Time;

/// <summary>A timestamp of a hybrid logical clock: wall time, then a counter, then the node that took it.</summary>
/// <remarks>
/// The order is total, and two timestamps are equal only if one node took one reading (INV-HLC-1).
/// The default value precedes every timestamp a clock can give. Safe to share: immutable.
/// Source: Kulkarni et al., "Logical Physical Clocks", 2014. The node id as last tie-break is ours:
/// last-write-wins needs a winner even when two nodes write in the same millisecond.
/// </remarks>
/// <param name="Millis">Unix time in milliseconds, 0 to 2^48 - 1; never below the largest one the clock has seen.</param>
/// <param name="Counter">Orders timestamps within one millisecond; when it is full the clock moves to the next one.</param>
/// <param name="NodeId">ASCII, so that ordinal order here is the byte order that every other language sees.</param>
public readonly record struct HlcTimestamp(long Millis, ushort Counter, string NodeId) : IComparable<HlcTimestamp>
{
    /// <summary>The largest value of <see cref="Millis"/>: 48 bits, the year 10889.</summary>
    public const long MaxMillis = (1L << 48) - 1;

    /// <summary>The longest <see cref="NodeId"/> that travels, in bytes.</summary>
    public const int MaxNodeIdBytes = 96;

    /// <summary>Whether this is the default value, which no clock gives.</summary>
    public bool IsDefault => NodeId is null;

    /// <inheritdoc/>
    public int CompareTo(HlcTimestamp other)
    {
        var order = Millis.CompareTo(other.Millis);
        if (order == 0) order = Counter.CompareTo(other.Counter);
        return order != 0 ? order : string.CompareOrdinal(NodeId, other.NodeId);
    }

    /// <summary>The next timestamp of the same node: one count on, and in the next millisecond when the counter is full.</summary>
    public HlcTimestamp Next(string nodeId) => Counter == ushort.MaxValue ? new(Millis + 1, 0, nodeId) : new(Millis, (ushort)(Counter + 1), nodeId);

    /// <summary>Whether <paramref name="left"/> is older.</summary>
    public static bool operator <(HlcTimestamp left, HlcTimestamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(HlcTimestamp left, HlcTimestamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(HlcTimestamp left, HlcTimestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(HlcTimestamp left, HlcTimestamp right) => left.CompareTo(right) >= 0;

    /// <summary>The newer of two timestamps.</summary>
    public static HlcTimestamp Max(HlcTimestamp left, HlcTimestamp right) => left >= right ? left : right;

    /// <summary>The form for logs: <c>millis.counter@node</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Millis}.{Counter}@{NodeId}");
}
