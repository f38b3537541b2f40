using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>How far the replicas of maps have come.</summary>
internal sealed class MapTable(SqliteDatabase database)
{
    private readonly SqliteStatement _read = database.Prepare("SELECT name, epoch, version, generation, is_complete, resetting, is_walking, type, lost_fork, lost_generation, seen_epoch, seen_version, trail FROM maps");
    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO maps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM maps WHERE name = ?");

    public List<MapReplica> Read()
    {
        try
        {
            List<MapReplica> maps = [];
            while (_read.Read())
                maps.Add(new MapReplica(
                    _read.Name(0),
                    new Cursor(unchecked((ulong)_read.Int64(1)), _read.Int64(2)),
                    (int)_read.Int64(3),
                    _read.Int64(4) != 0,
                    (ResetReason)_read.Int64(5))
                {
                    IsWalking = _read.Int64(6) != 0,
                    Type = (MapType)_read.Int64(7),
                    Lost = _read.Int64OrNull(8) is { } fork ? new LostBranch(fork, (int)_read.Int64(9)) : null,
                    Seen = new Cursor(unchecked((ulong)_read.Int64(10)), _read.Int64(11)),
                    Trail = TrailBytes.Read(_read.Bytes(12)),
                });
            return maps;
        }
        finally
        {
            _read.Reset();
        }
    }

    public void Put(MapReplica map) => _put
        .BindName(1, map.Map)
        .Bind(2, unchecked((long)map.Cursor.Epoch))
        .Bind(3, map.Cursor.Version)
        .Bind(4, map.Generation)
        .Bind(5, map.IsComplete ? 1 : 0)
        .Bind(6, (long)map.Resetting)
        .Bind(7, map.IsWalking ? 1 : 0)
        .Bind(8, (long)map.Type)
        .Bind(9, map.Lost?.Fork)
        .Bind(10, map.Lost?.Generation ?? 0)
        .Bind(11, unchecked((long)map.Seen.Epoch))
        .Bind(12, map.Seen.Version)
        .Bind(13, TrailBytes.Of(map.Trail))
        .Run();

    public void Drop(string map) => _drop.BindName(1, map).Run();
}
