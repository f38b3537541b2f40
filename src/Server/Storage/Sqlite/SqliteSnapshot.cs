using System.Text;
using SQLitePCL;
using TopGun.Core.Partitions;
using TopGun.Core.Values;
using TopGun.Server.Storage.Backups;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>One moment of a data file. A server may have the file meanwhile: it goes on writing, and its write-ahead log grows until this is closed.</summary>
internal sealed class SqliteSnapshot : IStoreSnapshot
{
    private readonly string _path;
    private readonly SqliteDatabase _database;
    private readonly MapReader _reader;
    private readonly LogTail _tail = new();

    private SqliteSnapshot(string path, SqliteDatabase database)
    {
        (_path, _database) = (path, database);
        _reader = new MapReader(database, path);
    }

    /// <summary>Opens a data file.</summary>
    /// <exception cref="StoreOpenException">There is none, or it is not of our form; the message says why and what cures it.</exception>
    /// <exception cref="StoreCorruptException">A commit in its log is damaged.</exception>
    public static Task<SqliteSnapshot> OpenAsync(string path, CancellationToken cancellationToken) => Task.Run(() =>
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path)) throw new StoreOpenException($"There is no data file {path}; name it with --data or TOPGUN_DATA.");
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.OpenReader(path);
            if (SqliteSchema.Check(database, path) is var version && version < SqliteSchema.Version)
                throw new StoreOpenException($"{path} has schema {version}, this program reads {SqliteSchema.Version}; start its server on it once, which brings it to the newest.");
            var snapshot = new SqliteSnapshot(path, database);
            database.Execute("BEGIN");
            // The first read fixes the moment: what is folded and what is not are of the same one.
            new LogTable(database).ReadInto(snapshot._tail, path);
            return snapshot;
        }
        catch (SqliteErrorException error)
        {
            database?.Dispose();
            throw new StoreOpenException(StoreFile.Explain(path, error), error);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }, cancellationToken);

    public Task<IReadOnlyList<OwnedState>> ReadPartitionsAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<OwnedState>>("The partitions", () => new PartitionTable(_database).ReadAll(), cancellationToken);

    public Task<IReadOnlyList<string>> ReadMapsAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>(
        "The maps",
        () =>
        {
            using var rows = _database.Prepare("SELECT name FROM maps");
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (rows.Read()) names.Add(Encoding.UTF8.GetString(rows.Bytes(0)));
            lock (_tail.Gate) names.UnionWith(_tail.Maps_NeedsLock);
            return [.. names.Order(Utf8Order.Comparer)];
        },
        cancellationToken);

    public Task<SnapshotMap> ReadMapAsync(string map, CancellationToken cancellationToken) => ReadAsync(
        $"Map {map}",
        () =>
        {
            List<PartitionCommit> commits;
            lock (_tail.Gate) commits = _tail.Of_NeedsLock(map);
            return new SnapshotMap(_reader.ReadWithin(map, commits), _reader.ReadKeyedWithin(map, commits));
        },
        cancellationToken);

    public Task<IReadOnlyList<NodeBinding>> ReadNodesAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<NodeBinding>>("The node ids", () => new NodeTable(_database).ReadAll(), cancellationToken);

    public Task<IReadOnlyList<string>> CheckPagesAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>(
        "The pages",
        () =>
        {
            using var rows = _database.Prepare("PRAGMA integrity_check(20)");
            List<string> found = [];
            while (rows.Read())
                if (rows.Text(0) is not "ok" and var line) found.Add($"{_path}: {line.ReplaceLineEndings(" ")}");
            return found;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<T> ReadAsync<T>(string what, Func<T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return read();
            }
            catch (SqliteErrorException error)
            {
                throw (error.Code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
                    ? new StoreCorruptException($"{_path} is damaged where {what} should be ({error.Message}); restore a backup.", error)
                    : new StoreUnavailableException($"{what} can't be read from {_path} now ({error.Message}).", error);
            }
        },
        cancellationToken);
}
