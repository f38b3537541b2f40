using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>Confirmed records, in the order of their keys.</summary>
internal sealed class RecordTable(SqliteDatabase database)
{
    private readonly SqliteStatement _find = database.Prepare("SELECT version, generation, is_live, bytes FROM records WHERE map = ? AND key = ?");

    // No key is empty, so all of a map lie above the empty one.
    private readonly SqliteStatement _scan = database.Prepare(
        "SELECT version, generation, is_live, bytes, key FROM records WHERE map = ? AND key > ? ORDER BY key LIMIT ?");

    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM records WHERE map = ? AND key = ?");
    private readonly SqliteStatement _sweep = database.Prepare("DELETE FROM records WHERE map = ? AND generation < ?");

    public ReplicaRecord? Find(string map, string key)
    {
        try
        {
            return _find.BindName(1, map).BindName(2, key).Read() ? Current(_find, key) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    public List<ReplicaRecord> Scan(string map, string? after, int most)
    {
        try
        {
            _scan.BindName(1, map).BindName(2, after ?? "").Bind(3, most);
            List<ReplicaRecord> records = [];
            while (_scan.Read()) records.Add(Current(_scan, _scan.Name(4)));
            return records;
        }
        finally
        {
            _scan.Reset();
        }
    }

    public void Put(string map, ReplicaRecord record) => _put
        .BindName(1, map)
        .BindName(2, record.Key)
        .Bind(3, record.Version)
        .Bind(4, record.Generation)
        .Bind(5, record.IsLive ? 1 : 0)
        .Bind(6, record.Bytes.Span)
        .Run();

    public void Drop(string map, string key) => _drop.BindName(1, map).BindName(2, key).Run();

    /// <summary>Drops records below a generation; long.MaxValue drops all.</summary>
    public void Sweep(string map, long generation) => _sweep.BindName(1, map).Bind(2, generation).Run();

    private static ReplicaRecord Current(SqliteStatement row, string key)
        => new(key, row.Int64(0), (int)row.Int64(1), row.Int64(2) != 0, row.Bytes(3).ToArray());
}
