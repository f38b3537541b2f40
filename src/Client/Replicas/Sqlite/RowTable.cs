using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The rows of parts, in the order of their keys: those of one key in all parts lie side by side.</summary>
internal sealed class RowTable(SqliteDatabase database)
{
    private readonly SqliteStatement _find = database.Prepare("SELECT part, version, generation, bytes FROM part_rows WHERE map = ? AND key = ?");

    // No key is empty, so all of a map lie above the empty one.
    private readonly SqliteStatement _keys = database.Prepare("SELECT DISTINCT key FROM part_rows WHERE map = ? AND key > ? ORDER BY key LIMIT ?");

    private readonly SqliteStatement _scan = database.Prepare(
        "SELECT part, version, generation, bytes, key FROM part_rows WHERE map = ? AND part = ? AND key > ? ORDER BY key LIMIT ?");

    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO part_rows VALUES (?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM part_rows WHERE map = ? AND part = ? AND key = ?");
    private readonly SqliteStatement _sweep = database.Prepare("DELETE FROM part_rows WHERE map = ? AND part = ? AND generation < ?");

    public List<PartRow> Find(string map, string key)
    {
        try
        {
            _find.BindName(1, map).BindName(2, key);
            List<PartRow> rows = [];
            while (_find.Read()) rows.Add(new PartRow(_find.Int64(0), Current(_find, key)));
            return rows;
        }
        finally
        {
            _find.Reset();
        }
    }

    public List<string> ScanKeys(string map, string? after, int most)
    {
        try
        {
            _keys.BindName(1, map).BindName(2, after ?? "").Bind(3, most);
            List<string> keys = [];
            while (_keys.Read()) keys.Add(_keys.Name(0));
            return keys;
        }
        finally
        {
            _keys.Reset();
        }
    }

    public List<ReplicaRecord> Scan(string map, long part, string? after, int most)
    {
        try
        {
            _scan.BindName(1, map).Bind(2, part).BindName(3, after ?? "").Bind(4, most);
            List<ReplicaRecord> records = [];
            while (_scan.Read()) records.Add(Current(_scan, _scan.Name(4)));
            return records;
        }
        finally
        {
            _scan.Reset();
        }
    }

    public void Put(string map, long part, ReplicaRecord record) => _put
        .BindName(1, map)
        .BindName(2, record.Key)
        .Bind(3, part)
        .Bind(4, record.Version)
        .Bind(5, record.Generation)
        .Bind(6, record.Bytes.Span)
        .Run();

    public void Drop(string map, long part, string key) => _drop.BindName(1, map).Bind(2, part).BindName(3, key).Run();

    /// <summary>Drops rows below a generation; long.MaxValue drops all.</summary>
    public void Sweep(string map, long part, long generation) => _sweep.BindName(1, map).Bind(2, part).Bind(3, generation).Run();

    // The server sends live records only as rows.
    private static ReplicaRecord Current(SqliteStatement row, string key) => new(key, row.Int64(1), (int)row.Int64(2), true, row.Bytes(3).ToArray());
}
