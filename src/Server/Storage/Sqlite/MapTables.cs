using System.Text;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The folded state of maps: their numbers, records and writers, as a fold writes them.</summary>
internal sealed class MapTables(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _findMap = database.Prepare("SELECT id FROM maps WHERE name = ?1");
    private readonly SqliteStatement _addMap = database.Prepare("INSERT INTO maps (name) VALUES (?1) RETURNING id");
    private readonly SqliteStatement _findWriter = database.Prepare("SELECT row FROM writers WHERE map = ?1 AND node_id = ?2 AND suffix = ?3");

    private readonly SqliteStatement _putWriter = database.Prepare(
        """
        INSERT INTO writers (map, node_id, suffix, row) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (map, node_id, suffix) DO UPDATE SET row = excluded.row
        """);

    private readonly SqliteStatement _dropWriter = database.Prepare("DELETE FROM writers WHERE map = ?1 AND node_id = ?2 AND suffix = ?3");

    private readonly SqliteStatement _putRecord = database.Prepare(
        """
        INSERT INTO records (map, key, version, checksum, bytes, owner, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (map, key) DO UPDATE SET version = excluded.version, checksum = excluded.checksum, bytes = excluded.bytes, owner = excluded.owner, expires_at = excluded.expires_at
        """);

    private readonly SqliteStatement _dropRecord = database.Prepare("DELETE FROM records WHERE map = ?1 AND key = ?2");

    private readonly SqliteStatement _putHorizon = database.Prepare(
        "UPDATE maps SET horizon_version = ?2, horizon_millis = ?3, horizon_counter = ?4, horizon_node = ?5 WHERE id = ?1");

    private readonly SqliteStatement _putType = database.Prepare("UPDATE maps SET type = ?2 WHERE id = ?1");

    private readonly ByteWriter _row = new(1024);
    private byte[] _key = new byte[512];
    private byte[] _owner = new byte[128];

    /// <summary>The number of a map; a new name gets one.</summary>
    public long NumberOf(string map)
    {
        var name = Encoding.UTF8.GetBytes(map);
        return Number(_findMap.Bind(1, name)) ?? Number(_addMap.Bind(1, name))!.Value;
    }

    /// <summary>Stores how far the tombstones of a map were collected.</summary>
    public void Put(long map, MapHorizon horizon)
        => _putHorizon.Bind(1, map).Bind(2, horizon.Version).Bind(3, horizon.At.Millis).Bind(4, horizon.At.Counter).Bind(5, horizon.At.NodeId).Run();

    /// <summary>Stores what the keys of a map hold.</summary>
    public void Put(long map, MapType type) => _putType.Bind(1, map).Bind(2, (long)type).Run();

    /// <summary>Stores a record in the place of its older state; one that is no longer kept leaves nothing.</summary>
    public void Put(long map, RecordChange record)
    {
        var key = Utf8(record.Key, ref _key);
        if (record.Version == FoldedMap.NoLonger)
        {
            _dropRecord.Bind(1, map).Bind(2, key).Run();
            return;
        }

        var owner = Utf8(record.Owner ?? "", ref _owner);
        _putRecord.Bind(1, map).Bind(2, key).Bind(3, record.Version).Bind(4, Crc32C.OfRecord(map, key, record.Version, record.Bytes, owner, record.ExpiresAtMs)).Bind(5, record.Bytes);
        if (record.Owner is null) _putRecord.BindNull(6);
        else _putRecord.Bind(6, owner);
        if (record.ExpiresAtMs == 0) _putRecord.BindNull(7);
        else _putRecord.Bind(7, record.ExpiresAtMs);
        _putRecord.Run();
    }

    /// <summary>Stores what a sequence of changes makes of a writer's row; one that is no longer kept leaves nothing.</summary>
    /// <exception cref="StoreCorruptException">The row is damaged.</exception>
    public void Put(long map, IReadOnlyList<WriterChange> changes)
    {
        var (name, writer) = (changes[0].Map, changes[0].Writer);
        var row = Find(map, name, writer) is { } known ? new StoredWriter(known) : new StoredWriter(changes[0]);
        foreach (var change in changes) row.Take(change);
        if (row.IsForgotten)
        {
            _dropWriter.Bind(1, map).Bind(2, writer.NodeId).Bind(3, writer.Suffix).Run();
            return;
        }

        _row.Clear();
        StoredForms.WriteWriter(_row, row.ToChange());
        _putWriter.Bind(1, map).Bind(2, writer.NodeId).Bind(3, writer.Suffix).Bind(4, _row.Written).Run();
    }

    public void Dispose() => _row.Dispose();

    private WriterChange? Find(long map, string name, WriterId writer)
    {
        _findWriter.Bind(1, map).Bind(2, writer.NodeId).Bind(3, writer.Suffix);
        try
        {
            return _findWriter.Read() ? StoredForms.ReadWriter(_findWriter.Bytes(0), name) : null;
        }
        catch (FormatException error)
        {
            throw new StoreCorruptException($"The row of writer {writer} of map {name} is damaged ({error.Message}); restore a backup.", error);
        }
        finally
        {
            _findWriter.Reset();
        }
    }

    private static long? Number(SqliteStatement statement)
    {
        try
        {
            return statement.Read() ? statement.Int64(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static ReadOnlySpan<byte> Utf8(string text, ref byte[] buffer)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length < most) buffer = new byte[most];
        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }
}
