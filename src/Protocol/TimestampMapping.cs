using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol;

/// <summary>Timestamps of hybrid logical clocks, and their form on the wire.</summary>
public static class TimestampMapping
{
    /// <summary>Makes a timestamp travel; not the default one, which no clock gives.</summary>
    public static Wire.HlcTimestamp ToWire(HlcTimestamp timestamp)
        => new() { Millis = (ulong)timestamp.Millis, Counter = timestamp.Counter, NodeId = timestamp.NodeId };

    /// <summary>Reads a timestamp that has arrived.</summary>
    /// <exception cref="SyncException">It is out of range (INVALID_FRAME).</exception>
    public static HlcTimestamp FromWire(Wire.HlcTimestamp wire)
        => new(Check.Millis(wire.Millis, "Timestamp"), Counter(wire.Counter), NodeId(wire.NodeId));

    private static ushort Counter(uint counter) => counter <= ushort.MaxValue
        ? (ushort)counter
        : throw Check.Invalid($"Timestamp with counter {counter:N0}; 0 to {ushort.MaxValue:N0} are valid.");

    private static string NodeId(string nodeId) => IsClockName(nodeId)
        ? nodeId
        : throw Check.Invalid($"Timestamp with a node id of {nodeId.Length:N0} characters; 1 to {HlcTimestamp.MaxNodeIdBytes} of ASCII are valid.");

    /// <summary>Whether a text can stand as the node id of a timestamp.</summary>
    internal static bool IsClockName(string text)
        => text.Length is >= 1 and <= HlcTimestamp.MaxNodeIdBytes && System.Text.Ascii.IsValid(text);
}
