using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Server.Tests;

/// <summary>A writer as a device has one: it numbers ops and stamps them, one millisecond apart.</summary>
internal sealed class TestWriter(string map, string nodeId = "node-1", string suffix = "w1")
{
    /// <summary>The time of the first op, in Unix milliseconds; one second before the clocks of these tests.</summary>
    public const long FirstMillis = ManualTime.NewYear - 1_000;

    public WriterId Id { get; } = new(nodeId, suffix);

    public string Map => map;

    /// <summary>The number of the last op that was made.</summary>
    public long Last { get; private set; }

    public long SettledThrough { get; set; }

    public long FirstSentMs { get; set; } = FirstMillis;

    /// <summary>The random id that these tests give the op of a number.</summary>
    public static ulong OpId(long number) => 0xA000_0000_0000_0000 + (ulong)number;

    /// <summary>An op that sets one field of a record, made now.</summary>
    public Op Set(string key, Value value, string field = "value") => Make(new PatchWrite(key, WriteBase.Unknown, Value.Object((field, value)).Fields, []));

    public Op Remove(string key) => Make(new RemoveWrite(key, WriteBase.Unknown));

    public Op Make(Write? write, OpReference? after = null, long? millis = null)
        => new(++Last, OpId(Last), millis ?? FirstMillis + Last, 0, after, write);

    /// <summary>An atomic group that sets one field of some records, made now.</summary>
    public Op Group(params string[] keys) => new(
        ++Last, OpId(Last), FirstMillis + Last, 0, [.. keys.Select(key => new OpWrite(new PatchWrite(key, WriteBase.Unknown, Value.Object(("value", 1)).Fields, [])))]);

    public OpBatch Batch(params Op[] ops) => new(map, Id, SettledThrough, ops.Length == 0 ? 0 : FirstSentMs, ops);

    /// <summary>A batch of new ops, each on a key of its own.</summary>
    public OpBatch NewOps(int count) => Batch([.. Enumerable.Range(0, count).Select(_ => Set($"{Id.Suffix}-{Last + 1}", Last + 1))]);
}
