using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Storage.Benchmarks;

/// <summary>Commits like those of a busy server: records of about 100 bytes under random keys, and a result for each op.</summary>
internal sealed class Workload
{
    public const ulong Epoch = 1;

    private const int RecordBytes = 100;

    private static readonly WriterId Writer = new("phone-1234", "Xy12Ab34");

    private readonly Random _random;
    private readonly string _map;
    private long _number;

    public Workload(string map, int seed)
    {
        _map = map;
        _random = new Random(seed);
    }

    /// <summary>The version after the last commit made.</summary>
    public long Head { get; private set; }

    /// <summary>Opens a store that folds only when told.</summary>
    public static Task<SqliteStore> OpenAsync(string path) => SqliteStore.OpenAsync(
        new SqliteStoreOptions { Path = path, FoldInterval = TimeSpan.FromHours(1), FoldAtBytes = 1 << 30 }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    /// <summary>A commit of ops on random keys of so many.</summary>
    public PartitionCommit Random(int ops, int keys) => Make(ops, _ => _random.Next(keys));

    /// <summary>A commit that writes the keys from a number on.</summary>
    public PartitionCommit Next(int ops, int first) => Make(ops, i => first + i);

    private PartitionCommit Make(int ops, Func<int, int> key)
    {
        var records = new RecordChange[ops];
        var results = new OpResult[ops];
        var settled = _number;
        for (var i = 0; i < ops; i++)
        {
            var bytes = new byte[RecordBytes];
            _random.NextBytes(bytes);
            // Spread, as the ids of applications are: neighbours in time are no neighbours in the table.
            var id = key(i);
            records[i] = new RecordChange(_map, $"{(uint)id * 2654435761u:x8}-{id:x8}", Head + i + 1, bytes);
            results[i] = new OpResult(++_number, (ulong)_random.NextInt64(), OpResultCode.Applied, Head + i + 1);
        }

        var writer = new WriterChange(_map, Writer, _number, settled, 1_700_000_000_000, 1, 1_700_000_000_000, results);
        var commit = new PartitionCommit(
            PartitionId.Of(_map), Epoch, Head, Head + ops, new HlcTimestamp(1_700_000_000_000 + Head, 0, "~0000000000000001"), records, [writer]);
        Head += ops;
        return commit;
    }
}
