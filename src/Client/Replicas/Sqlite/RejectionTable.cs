using System.Text;
using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Time;
using TopGun.Protocol;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The inbox.</summary>
internal sealed class RejectionTable(SqliteDatabase database)
{
    private readonly SqliteStatement _read = database.Prepare(
        """
        SELECT id, map, code, reason, op_id, write, at_millis, at_counter, at_node, resolver, group_writes, failed_key, server_value
        FROM rejections ORDER BY id
        """);

    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO rejections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM rejections WHERE id = ?");

    public List<Rejection> Read()
    {
        try
        {
            List<Rejection> rejections = [];
            while (_read.Read()) rejections.Add(Current());
            return rejections;
        }
        finally
        {
            _read.Reset();
        }
    }

    public void Put(Rejection rejection) => _put
        .Bind(1, rejection.Id)
        .BindName(2, rejection.Map)
        .Bind(3, (long)rejection.Code)
        .Bind(4, Encoding.UTF8.GetBytes(rejection.Reason))
        .Bind(5, unchecked((long)rejection.OpId))
        .Bind(6, rejection.IsGroup ? [] : WriteMapping.ToWire(rejection.Write).ToByteArray())
        .Bind(7, rejection.At.Millis)
        .Bind(8, rejection.At.Counter)
        .Bind(9, rejection.At.NodeId)
        .BindName(10, rejection.Resolver ?? "")
        .Bind(11, rejection.IsGroup ? WriteMapping.ToWire(rejection.Writes).ToByteArray() : [])
        .BindName(12, rejection.FailedKey ?? "")
        // No value has an empty form.
        .Bind(13, rejection.ServerValue is { } value ? ValueMapping.ToWire(value).ToByteArray() : [])
        .Run();

    public void Drop(long id) => _drop.Bind(1, id).Run();

    private Rejection Current()
    {
        return new Rejection(
            _read.Int64(0),
            _read.Name(1),
            (RejectionCode)_read.Int64(2),
            _read.Name(3),
            Writes(),
            new HlcTimestamp(_read.Int64(6), (ushort)_read.Int64(7), _read.Text(8)),
            unchecked((ulong)_read.Int64(4)),
            _read.Bytes(9).Length > 0 ? _read.Name(9) : null,
            _read.Bytes(11).Length > 0 ? _read.Name(11) : null,
            _read.Bytes(12) is { Length: > 0 } value ? ValueMapping.FromWire(StoredBytes.Read(Wire.Value.Parser, value), StoredBytes.NoLimits) : null);
    }

    private IReadOnlyList<Write> Writes()
    {
        List<Wire.Write> stored = _read.Bytes(10).Length == 0
            ? [StoredBytes.Read(Wire.Write.Parser, _read.Bytes(5))]
            : [.. StoredBytes.Read(Wire.WriteGroup.Parser, _read.Bytes(10)).Writes.Select(part => part.Write)];
        List<Write> writes = [];
        foreach (var wire in stored)
        {
            if (WriteMapping.Read(wire, StoredBytes.NoLimits, out var write) is { } fault)
                throw new FormatException($"Rejection {_read.Int64(0)} can't be read: {fault.Reason}");
            writes.Add(write!);
        }

        return writes;
    }
}
