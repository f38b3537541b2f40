using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Protocol.Queries;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The parts of maps that are held, and how far they have come.</summary>
internal sealed class PartTable(SqliteDatabase database)
{
    private readonly SqliteStatement _read = database.Prepare("SELECT id, map, query, epoch, version, generation, is_complete, resetting, reached, seen_epoch, seen_version, type, lost_fork, lost_generation, trail FROM parts ORDER BY id");
    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM parts WHERE id = ?");

    public List<PartReplica> Read()
    {
        try
        {
            List<PartReplica> parts = [];
            while (_read.Read()) parts.Add(Current());
            return parts;
        }
        catch (SyncException error)
        {
            throw new FormatException($"What is stored is not a query: {error.Message}", error);
        }
        finally
        {
            _read.Reset();
        }
    }

    public void Put(PartReplica part) => _put
        .Bind(1, part.Id)
        .BindName(2, part.Map)
        .Bind(3, QueryMapping.ToWire(part.Query).ToByteArray())
        .Bind(4, unchecked((long)part.Cursor.Epoch))
        .Bind(5, part.Cursor.Version)
        .Bind(6, part.Generation)
        .Bind(7, part.IsComplete ? 1 : 0)
        .Bind(8, (long)part.Resetting)
        .Bind(9, part.Reached)
        .Bind(10, unchecked((long)part.Seen.Epoch))
        .Bind(11, part.Seen.Version)
        .Bind(12, (long)part.Type)
        .Bind(13, part.Lost?.Fork)
        .Bind(14, part.Lost?.Generation ?? 0)
        .Bind(15, TrailBytes.Of(part.Trail))
        .Run();

    public void Drop(long id) => _drop.Bind(1, id).Run();

    private PartReplica Current() => new(
        _read.Int64(0),
        _read.Name(1),
        QueryMapping.FromWire(StoredBytes.Read(Wire.Query.Parser, _read.Bytes(2)), StoredBytes.NoLimits),
        new Cursor(unchecked((ulong)_read.Int64(3)), _read.Int64(4)),
        (int)_read.Int64(5),
        _read.Int64(6) != 0,
        (ResetReason)_read.Int64(7),
        _read.Int64(8))
    {
        Seen = new Cursor(unchecked((ulong)_read.Int64(9)), _read.Int64(10)),
        Type = (MapType)_read.Int64(11),
        Lost = _read.Int64OrNull(12) is { } fork ? new LostBranch(fork, (int)_read.Int64(13)) : null,
        Trail = TrailBytes.Read(_read.Bytes(14)),
    };
}
