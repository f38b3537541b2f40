using System.Text;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Protocol.Frames;

/// <summary>Turns what stands in a frame into numbers and names that can be relied on, or ends the conversation.</summary>
internal static class Check
{
    /// <summary>The frame breaks the contract.</summary>
    public static SyncException Invalid(FormattableString message)
        => new(ErrorCode.InvalidFrame, FormattableString.Invariant(message));

    /// <summary>The frame is over a limit.</summary>
    public static SyncException OverLimit(FormattableString message)
        => new(ErrorCode.LimitExceeded, FormattableString.Invariant(message));

    /// <summary>A part that must be there.</summary>
    public static T Present<T>(T? part, string thing) where T : class
        => part ?? throw Invalid($"{thing} is missing; it is required.");

    /// <summary>A number of 32 bits that is at least <paramref name="min"/>.</summary>
    public static int Int(uint number, string thing, int min = 0) => number <= int.MaxValue && number >= min
        ? (int)number
        : throw Invalid($"{thing} of {number:N0}; {min:N0} to {int.MaxValue:N0} are valid.");

    /// <summary>A number of 64 bits that is at least <paramref name="min"/>.</summary>
    public static long Long(ulong number, string thing, long min = 0) => number <= long.MaxValue && (long)number >= min
        ? (long)number
        : throw Invalid($"{thing} of {number:N0}; {min:N0} to {long.MaxValue:N0} are valid.");

    /// <summary>A Unix time in milliseconds.</summary>
    public static long Millis(ulong millis, string thing) => millis <= HlcTimestamp.MaxMillis
        ? (long)millis
        : throw Invalid($"{thing} of {millis:N0} ms; 0 to {HlcTimestamp.MaxMillis:N0} are valid.");

    /// <summary>The name of a map, as the server checks it.</summary>
    public static string MapName(string name, SyncLimits limits)
        => Text(MapName(name), "Map name", limits.MaxMapNameBytes);

    /// <summary>The name of a map, as a client checks it.</summary>
    public static string MapName(string name) => name.Length > 0 ? name : throw Invalid($"Map name of 0 bytes; at least 1 is required.");

    /// <summary>A text of a bounded number of bytes of UTF-8.</summary>
    public static string Text(string text, string thing, int max)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= max ? text : throw OverLimit($"{thing} of {bytes:N0} bytes; at most {max:N0} are accepted.");
    }

    /// <summary>A list of a bounded length.</summary>
    public static void Count(int count, string things, int max)
    {
        if (count > max) throw OverLimit($"{things}: {count:N0}; at most {max:N0} are accepted.");
    }

    /// <summary>A node id.</summary>
    public static string NodeId(string text) => Core.Sync.NodeId.IsValid(text)
        ? text
        : throw Invalid($"Node id of {text.Length:N0} characters; 1 to {Core.Sync.NodeId.MaxLength} of A-Z, a-z, 0-9, '.', '_' and '-' are valid.");
}
