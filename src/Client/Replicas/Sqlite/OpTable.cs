using Google.Protobuf;
using TopGun.Client.Replicas.Sqlite.Salvage;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The op log: each op as it travels, with what only this device needs to know beside it.</summary>
internal sealed class OpTable(SqliteDatabase database)
{
    private const string Select = """
        SELECT position, map, node_id, suffix, op, stamped_by, made_wall_ms, made_monotonic_ms, made_boot_id,
               made_on_millis, made_on_counter, made_on_node, first_sent_ms, is_given_up, settled_epoch, settled_version
        FROM ops ORDER BY position
        """;

    private readonly SqliteStatement _read = database.Prepare(Select);

    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO ops VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM ops WHERE position = ?");

    public List<LoggedOp> Read()
    {
        try
        {
            List<LoggedOp> ops = [];
            while (_read.Read()) ops.Add(Current(_read));
            return ops;
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <summary>Reads what can be read of a damaged log, from its beginning or from its end.</summary>
    public SalvageScan<LoggedOp> Salvage(bool fromEnd)
    {
        var rows = fromEnd ? database.Prepare($"{Select} DESC") : _read;
        return SalvageScan<LoggedOp>.Run(rows, () => Current(rows));
    }

    public void Put(LoggedOp op) => _put
        .Bind(1, op.Position)
        .BindName(2, op.Map)
        .Bind(3, op.Writer.NodeId)
        .Bind(4, op.Writer.Suffix)
        // With its write also when it was given up and travels as a void op: the inbox will want it.
        .Bind(5, OpMapping.ToWire(new Op(op.Number, op.OpId, op.At.Millis, op.At.Counter, op.Writes)).ToByteArray())
        .Bind(6, op.At.NodeId == op.Writer.ClockName ? null : op.At.NodeId)
        .Bind(7, op.Made.WallMs)
        .Bind(8, op.Made.MonotonicMs)
        .Bind(9, op.Made.BootId)
        .Bind(10, op.MadeOn.Millis)
        .Bind(11, op.MadeOn.Counter)
        .Bind(12, op.MadeOn.NodeId)
        .Bind(13, op.FirstSentMs)
        .Bind(14, op.IsGivenUp ? 1 : 0)
        .Bind(15, op.SettledAt is { } at ? unchecked((long)at.Epoch) : null)
        .Bind(16, op.SettledAt?.Version)
        .Run();

    public void Drop(long position) => _drop.Bind(1, position).Run();

    private static LoggedOp Current(SqliteStatement row)
    {
        var writer = new WriterId(row.Text(2), row.Text(3));
        var op = OpMapping.FromWire(StoredBytes.Read(Wire.Op.Parser, row.Bytes(4)), writer, StoredBytes.NoLimits);
        if (op.Fault is { } fault) throw new FormatException($"Op {op.Number} at position {row.Int64(0)} can't be read: {fault.Reason}");

        return new LoggedOp
        {
            Position = row.Int64(0),
            Map = row.Name(1),
            Writer = writer,
            Number = op.Number,
            OpId = op.OpId,
            Writes = op.Writes,
            Made = new ClockReading(row.Int64(6), row.Int64(7), row.Text(8)),
            MadeOn = row.TextOrNull(11) is { } node ? new HlcTimestamp(row.Int64(9), (ushort)row.Int64(10), node) : default,
            At = new HlcTimestamp(op.Millis, op.Counter, row.TextOrNull(5) ?? writer.ClockName),
            FirstSentMs = row.Int64(12),
            IsGivenUp = row.Int64(13) != 0,
            SettledAt = row.Int64OrNull(14) is { } epoch ? new Cursor(unchecked((ulong)epoch), row.Int64(15)) : null,
        };
    }
}
