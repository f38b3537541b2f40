using System.Text;
using Google.Protobuf;
using TopGun.Client.Replicas.Sqlite.Salvage;
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
    private const string Select = """
        SELECT id, map, code, reason, op_id, write, at_millis, at_counter, at_node, resolver, group_writes, failed_key, server_value, held_version
        FROM rejections ORDER BY id
        """;

    private readonly SqliteStatement _read = database.Prepare(Select);

    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO rejections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM rejections WHERE id = ?");

    public List<Rejection> Read()
    {
        try
        {
            List<Rejection> rejections = [];
            while (_read.Read()) rejections.Add(Current(_read));
            return rejections;
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <summary>Reads what can be read of a damaged inbox, from its beginning or from its end.</summary>
    public SalvageScan<Rejection> Salvage(bool fromEnd)
    {
        var rows = fromEnd ? database.Prepare($"{Select} DESC") : _read;
        return SalvageScan<Rejection>.Run(rows, () => Current(rows));
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
        .Bind(14, rejection.HeldVersion)
        .Run();

    public void Drop(long id) => _drop.Bind(1, id).Run();

    private static Rejection Current(SqliteStatement row)
    {
        return new Rejection(
            row.Int64(0),
            row.Name(1),
            (RejectionCode)row.Int64(2),
            row.Name(3),
            WritesOf(row),
            new HlcTimestamp(row.Int64(6), (ushort)row.Int64(7), row.Text(8)),
            unchecked((ulong)row.Int64(4)),
            row.Bytes(9).Length > 0 ? row.Name(9) : null,
            row.Bytes(11).Length > 0 ? row.Name(11) : null,
            row.Bytes(12) is { Length: > 0 } value ? ValueMapping.FromWire(StoredBytes.Read(Wire.Value.Parser, value), StoredBytes.NoLimits) : null)
        {
            HeldVersion = row.Int64(13),
        };
    }

    private static IReadOnlyList<Write> WritesOf(SqliteStatement row)
    {
        List<Wire.Write> stored = row.Bytes(10).Length == 0
            ? [StoredBytes.Read(Wire.Write.Parser, row.Bytes(5))]
            : [.. StoredBytes.Read(Wire.WriteGroup.Parser, row.Bytes(10)).Writes.Select(part => part.Write)];
        List<Write> writes = [];
        foreach (var wire in stored)
        {
            if (WriteMapping.Read(wire, StoredBytes.NoLimits, out var write) is { } fault)
                throw new FormatException($"Rejection {row.Int64(0)} can't be read: {fault.Reason}");
            writes.Add(write!);
        }

        return writes;
    }
}
