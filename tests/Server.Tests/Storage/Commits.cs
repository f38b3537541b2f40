using System.Text;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Server.Tests.Storage;

/// <summary>Commits for tests, and what they leave.</summary>
internal static class Commits
{
    public const ulong Epoch = 0xE0E0_E0E0_0000_0001;

    public static readonly WriterId Alice = new("alice", "a1");
    public static readonly HlcTimestamp Clock = new(1_700_000_000_000, 7, "~e0");

    /// <summary>A commit of one version that writes a value to each key of a map.</summary>
    public static PartitionCommit Write(string map, long head, string value, params string[] keys)
        => Empty(map, head) with { NewHead = head + 1, Records = [.. keys.Select(key => new RecordChange(map, key, head + 1, Bytes(value)))] };

    /// <summary>A commit of rejections only: it changes no record.</summary>
    public static PartitionCommit Empty(string map, long head) => new(PartitionId.Of(map), Epoch, head, head, Clock, [], []);

    /// <summary>What a commit does to a writer's row: results for some numbers.</summary>
    public static WriterChange Results(string map, long settledThrough, params long[] numbers)
        => new(map, Alice, numbers.Length == 0 ? settledThrough : numbers[^1], settledThrough, Clock.Millis, 3, Clock.Millis + 5, [.. numbers.Select(ResultOf)]);

    /// <summary>The result that a number has in these tests; numbers that divide by three have all the parts.</summary>
    public static OpResult ResultOf(long number) => number % 3 == 0
        ? new OpResult(number, ulong.MaxValue - (ulong)number, OpResultCode.MergeRejected, number, new HlcTimestamp(number, 2, "~n"), $"reason ñ {number}", $"rule {number}", $"key {number}")
        : new OpResult(number, (ulong)number * 77, OpResultCode.Applied, number);

    public static byte[] Bytes(string value) => Encoding.UTF8.GetBytes(value);

    /// <summary>A map's records as text: <c>key@version=value</c>, then <c>of owner</c> where there is one, in their order.</summary>
    public static string[] Show(StoredMap map)
        => [.. map.Records.Select(record => $"{record.Key}@{record.Version}={Encoding.UTF8.GetString(record.Bytes)}{(record.Owner is { } owner ? $" of {owner}" : "")}")];
}
