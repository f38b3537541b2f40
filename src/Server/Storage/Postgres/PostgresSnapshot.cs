using System.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TopGun.Server.Storage.Backups;

namespace TopGun.Server.Storage.Postgres;

/// <summary>One moment of a database: a transaction that sees nothing of what comes later. The server that has the database goes on writing.</summary>
internal sealed class PostgresSnapshot : IStoreSnapshot
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private PostgresSnapshot(PostgresDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction)
        => (_database, _connection, _transaction) = (database, connection, transaction);

    /// <summary>Opens a database.</summary>
    /// <exception cref="StoreOpenException">It can't be, or it is not of our form; the message says why and what cures it.</exception>
    public static async Task<PostgresSnapshot> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var place = PostgresAddress.Parse(address);
        var database = await PostgresDatabase.OpenAsync(place, TimeSpan.Zero, TimeProvider.System, NullLogger.Instance, cancellationToken);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.ConnectAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var version = await PostgresSchema.CheckAsync(connection, place, isRestoring: false, cancellationToken);
            if (version == 0) throw new StoreOpenException($"{place} holds nothing of a server: it has no schema topgun. Correct the store's address.");
            if (version < PostgresSchema.Version)
                throw new StoreOpenException($"{place} has schema {version}, this program reads {PostgresSchema.Version}; start its server on it once, which brings it to the newest.");
            return new PostgresSnapshot(database, connection, transaction);
        }
        catch (Exception error)
        {
            if (connection is not null) await connection.DisposeAsync();
            await database.DisposeAsync();
            if (PostgresFaults.IsOfDatabase(error)) throw new StoreOpenException(PostgresFaults.Explain(place, error), error);
            throw;
        }
    }

    public Task<IReadOnlyList<OwnedState>> ReadPartitionsAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<OwnedState>>("The partitions", async () => await PartitionRows.ReadAllAsync(_connection, cancellationToken));

    public Task<IReadOnlyList<string>> ReadMapsAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>("The maps", async () =>
    {
        List<string> found = [];
        await using var command = new NpgsqlCommand("SELECT name FROM topgun.maps ORDER BY name", _connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) found.Add(StrictUtf8.Text(rows.GetFieldValue<byte[]>(0)));
        return found;
    });

    public Task<SnapshotMap> ReadMapAsync(string map, CancellationToken cancellationToken) => ReadAsync($"Map {map}", async () =>
    {
        var rows = new MapRows(_connection, _database.Address, cancellationToken);
        return await rows.FindAsync(map) is { } found
            ? new SnapshotMap(await rows.ReadAsync(map, found.Number, found.Horizon, found.Type), await rows.ReadKeyedAsync(map, found.Number, null, []))
            : new SnapshotMap(new(map, [], []), []);
    });

    public Task<IReadOnlyList<NodeBinding>> ReadNodesAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<NodeBinding>>("The node ids", async () =>
    {
        List<NodeBinding> found = [];
        await using var command = new NpgsqlCommand("SELECT node_id, subject FROM topgun.nodes ORDER BY node_id", _connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) found.Add(new NodeBinding(StrictUtf8.Text(rows.GetFieldValue<byte[]>(0)), StrictUtf8.Text(rows.GetFieldValue<byte[]>(1))));
        return found;
    });

    // PostgreSQL has pg_amcheck and its own checksums for that.
    public Task<IReadOnlyList<string>> CheckPagesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Not tried again: another transaction would see another moment.
    private async Task<T> ReadAsync<T>(string what, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            throw _database.Failed(what, error);
        }
    }
}
