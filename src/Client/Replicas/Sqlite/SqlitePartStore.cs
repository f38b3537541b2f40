using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The parts in a replica file.</summary>
internal sealed class SqlitePartStore(SqliteReplicaStore store, SqliteDatabase database) : IPartStore
{
    private readonly PartTable _parts = new(database);
    private readonly RowTable _rows = new(database);

    public IReadOnlyList<PartRow> Find(string map, string key) => store.Run(() => _rows.Find(map, key));

    public IReadOnlyList<string> ScanKeys(string map, string? after, int most) => store.Run(() => _rows.ScanKeys(map, after, most));

    public IReadOnlyList<ReplicaRecord> Scan(string map, long part, string? after, int most) => store.Run(() => _rows.Scan(map, part, after, most));

    /// <summary>Reads how far all parts have come, within the reading of the store.</summary>
    public IReadOnlyList<PartReplica> Read() => _parts.Read();

    /// <summary>Writes what a step does to parts, within its transaction.</summary>
    public void Write(ReplicaChange change)
    {
        foreach (var (map, part, record) in change.PutRows) _rows.Put(map, part, record);
        foreach (var (map, part, key) in change.DroppedRows) _rows.Drop(map, part, key);
        foreach (var (map, part, generation) in change.SweptParts) _rows.Sweep(map, part, generation);
        foreach (var part in change.PutParts) _parts.Put(part);
        foreach (var part in change.DroppedParts)
        {
            _parts.Drop(part.Id);
            _rows.Sweep(part.Map, part.Id, long.MaxValue);
        }
    }
}
