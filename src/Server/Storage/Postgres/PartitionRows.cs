using System.Data;
using Npgsql;
using NpgsqlTypes;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The rows of partitions.</summary>
internal static class PartitionRows
{
    private const string Epochs = "SELECT epoch, first_version FROM topgun.epochs WHERE partition = $1 ORDER BY first_version";
    private const string Marks = "SELECT at_ms, version, clock_millis, clock_counter, clock_node FROM topgun.marks WHERE partition = $1 ORDER BY at_ms";

    /// <summary>Makes an epoch the owner, for the server that has the lease. It waits for a commit that is on its way.</summary>
    /// <exception cref="PostgresException">With <see cref="PostgresFaults.NotOwner"/>: another server has the lease.</exception>
    public static async Task<StoredPartition> TakeAsync(NpgsqlConnection connection, long term, PartitionId partition, ulong epoch)
    {
        // One transaction. The row is locked by the second statement, so the others see what the last commit left.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT topgun.require_owner($1)") { Parameters = { Of(term) } },
                new NpgsqlBatchCommand(
                    """
                    INSERT INTO topgun.partitions (id, epoch, head, clock_millis, clock_counter) VALUES ($1, $2, 0, 0, 0)
                    ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch
                    RETURNING head, clock_millis, clock_counter, clock_node
                    """) { Parameters = { Of(partition), Of((long)epoch) } },
                new NpgsqlBatchCommand(Epochs) { Parameters = { Of(partition) } },
                new NpgsqlBatchCommand(Marks) { Parameters = { Of(partition) } },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        await rows.ReadAsync();
        var (head, clock) = (rows.GetInt64(0), rows.IsDBNull(3) ? default : TimestampAt(rows, 1));
        await rows.NextResultAsync();
        return await ReadListsAsync(rows, new StoredPartition(head, [], clock), CancellationToken.None);
    }

    /// <summary>Makes a partition what it was when a backup was taken; nobody owns it then.</summary>
    public static async Task RestoreAsync(NpgsqlConnection connection, PartitionId partition, StoredPartition state)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add("DELETE FROM topgun.epochs WHERE partition = $1");
        Add("DELETE FROM topgun.marks WHERE partition = $1");
        var clock = state.ClockHighWater;
        Add(
            """
            INSERT INTO topgun.partitions VALUES ($1, 0, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE
            SET epoch = 0, head = excluded.head, clock_millis = excluded.clock_millis, clock_counter = excluded.clock_counter, clock_node = excluded.clock_node
            """,
            Of(state.Head), Of(clock.Millis), Of((int)clock.Counter), Of(clock.NodeId));
        foreach (var (epoch, first) in state.Epochs) Add("INSERT INTO topgun.epochs VALUES ($1, $2, $3)", Of((long)epoch), Of(first));
        foreach (var mark in state.Marks)
            Add("INSERT INTO topgun.marks VALUES ($1, $2, $3, $4, $5, $6)", Of(mark.AtMs), Of(mark.Version), Of(mark.Clock.Millis), Of((int)mark.Clock.Counter), Of(mark.Clock.NodeId));
        await batch.ExecuteNonQueryAsync();

        void Add(string sql, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlBatchCommand(sql) { Parameters = { Of(partition) } };
            foreach (var parameter in parameters) command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Reads all partitions that were ever taken, with their owners' epochs.</summary>
    public static async Task<List<OwnedState>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<OwnedState> found = [];
        await using (var command = new NpgsqlCommand("SELECT id, epoch, head, clock_millis, clock_counter, clock_node FROM topgun.partitions ORDER BY id", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
            while (await rows.ReadAsync(cancellationToken))
                found.Add(new OwnedState(new PartitionId((byte)rows.GetInt16(0)), (ulong)rows.GetInt64(1), new StoredPartition(rows.GetInt64(2), [], rows.IsDBNull(5) ? default : TimestampAt(rows, 3))));

        for (var i = 0; i < found.Count; i++)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { new NpgsqlBatchCommand(Epochs) { Parameters = { Of(found[i].Partition) } }, new NpgsqlBatchCommand(Marks) { Parameters = { Of(found[i].Partition) } } },
            };
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            found[i] = found[i] with { State = await ReadListsAsync(rows, found[i].State, cancellationToken) };
        }

        return found;
    }

    /// <summary>Who owns a partition, and where it is.</summary>
    /// <returns>Zeros when it was never taken.</returns>
    public static async Task<(ulong Epoch, long Head)> ReadOwnerAsync(NpgsqlConnection connection, PartitionId partition)
    {
        await using var command = new NpgsqlCommand("SELECT epoch, head FROM topgun.partitions WHERE id = $1", connection) { Parameters = { Of(partition) } };
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await row.ReadAsync() ? ((ulong)row.GetInt64(0), row.GetInt64(1)) : (0, 0);
    }

    private static async Task<StoredPartition> ReadListsAsync(NpgsqlDataReader rows, StoredPartition partition, CancellationToken cancellationToken)
    {
        List<EpochStart> epochs = [];
        while (await rows.ReadAsync(cancellationToken)) epochs.Add(new EpochStart((ulong)rows.GetInt64(0), rows.GetInt64(1)));
        await rows.NextResultAsync(cancellationToken);
        List<TimeMark> marks = [];
        while (await rows.ReadAsync(cancellationToken)) marks.Add(new TimeMark(rows.GetInt64(0), rows.GetInt64(1), TimestampAt(rows, 2)));
        return partition with { Epochs = epochs, Marks = marks };
    }

    private static HlcTimestamp TimestampAt(NpgsqlDataReader row, int column)
        => new(row.GetInt64(column), (ushort)row.GetInt32(column + 1), StrictUtf8.Text(row.GetFieldValue<byte[]>(column + 2)));

    private static NpgsqlParameter Of(PartitionId partition) => new NpgsqlParameter<short> { TypedValue = partition.Value, NpgsqlDbType = NpgsqlDbType.Smallint };

    private static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Of(string? text) => new() { Value = text is null ? DBNull.Value : StrictUtf8.Bytes(text), NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
