using TopGun.Client.Replicas.Sqlite;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.Client.Benchmarks;

/// <summary>Makes a replica file as a device has it that has taken a whole map.</summary>
internal static class ReplicaFill
{
    public const string Map = "notes";

    private const int RecordsPerStep = 20_000;
    private const long NowMs = 1_700_000_000_000;

    public static string KeyOf(int i) => $"note-{i:0000000}";

    /// <summary>Records of about 100 bytes: a text, a number between 0 and 999, a flag.</summary>
    public static void Run(string file, int count)
    {
        using var store = SqliteReplicaStore.Open(file, "bench");
        store.Load();
        for (var i = 0; i < count;)
        {
            var step = new ReplicaChange();
            for (; i < count && step.PutRecords.Count < RecordsPerStep; i++)
            {
                var value = Value.Object(("text", $"note {i} ".PadRight(60, '.')), ("n", i % 1_000), ("flag", i % 2 == 0));
                var record = LwwMerge.Apply(Record.Never, new ReplaceWrite(KeyOf(i), WriteBase.Absent, value), new HlcTimestamp(NowMs + i, 0, "bench~1")).Record;
                step.PutRecords.Add((Map, new ReplicaRecord(KeyOf(i), i + 1, 0, true, RecordCodec.Instance.Encode(record))));
            }

            step.PutMaps.Add(new MapReplica(Map, new Cursor(1, i), 0, i == count, ResetReason.None));
            store.Commit(step);
        }

        Console.WriteLine($"{count:N0} records in {new FileInfo(file).Length / 1e6:N0} MB.");
    }
}
