using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The store on PostgreSQL: a database that belongs to one server at a time.</summary>
/// <remarks>
/// A commit is one transaction in one round trip, with the fence first. Nothing is kept in a session, so a pooler may stand before the
/// database; and no transaction notifies anybody.
/// </remarks>
public sealed class PostgresStore : IRestorableStore
{
    private const long MostClockDifferenceMs = 500;

    private readonly PostgresDatabase _database;
    private readonly ServerLease _lease;
    private readonly MapNumbers _numbers;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<StoreFailedException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What concerns one partition goes one after the other, in the order in which it came: a semaphore lets those who wait pass in their order.
    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, PartitionId.Count).Select(_ => new SemaphoreSlim(1, 1))];
    private volatile bool _isDisposed;

    private PostgresStore(PostgresDatabase database, ServerLease lease, ILogger logger)
    {
        (_database, _lease, _logger) = (database, lease, logger);
        _numbers = new MapNumbers(database);
        _ = EndWithLeaseAsync();
    }

    /// <inheritdoc/>
    /// <remarks>Here it means that another server has taken the database over. What PostgreSQL has acknowledged it keeps, or it ends itself.</remarks>
    public Task<StoreFailedException> Failure => _failure.Task;

    /// <summary>Opens a database, brings its tables to the newest form, and takes it for this process.</summary>
    /// <param name="options">Where it is, and the numbers.</param>
    /// <param name="time">Times tries and the lease.</param>
    /// <param name="logger">What an operator should know.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The store; whoever disposes of it gives the database up.</returns>
    /// <exception cref="StoreOpenException">It can't be opened; the message says in one line why and what cures it.</exception>
    public static Task<PostgresStore> OpenAsync(PostgresStoreOptions options, TimeProvider time, ILogger<PostgresStore> logger, CancellationToken cancellationToken = default)
        => OpenAsync(options, isRestoring: false, time, logger, cancellationToken);

    /// <summary>Opens a database for a backup that is to be restored into it.</summary>
    internal static async Task<PostgresStore> OpenAsync(PostgresStoreOptions options, bool isRestoring, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var address = PostgresAddress.Parse(options.Address);
        var database = await PostgresDatabase.OpenAsync(address, options.StartPatience, time, logger, cancellationToken);
        try
        {
            int found;
            await using (var connection = await database.ConnectAsync(cancellationToken))
            {
                found = await PostgresSchema.CheckAsync(connection, address, isRestoring, cancellationToken);
                if (found == 0) await PostgresSchema.MigrateAsync(connection, cancellationToken);
            }

            // Tables that another server still uses are not changed under its hands.
            var lease = await ServerLease.TakeAsync(database, options.Lease, time, logger, cancellationToken);
            await using (var connection = await database.ConnectAsync(cancellationToken))
            {
                if (found < PostgresSchema.Version) await PostgresSchema.MigrateAsync(connection, cancellationToken);
                await CompareClocksAsync(connection, address, time, logger, cancellationToken);
            }

            StorageLog.DatabaseOpened(logger, address.ToString(), found, PostgresSchema.Version, database.IsPooled ? "behind a pooler, so statements are not prepared" : "directly");
            return new PostgresStore(database, lease, logger);
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            await database.DisposeAsync();
            throw new StoreOpenException(PostgresFaults.Explain(address, error), error);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    // Nothing rests on it here: leases run by the database's clock alone. But what this server stamps is compared with what others have stamped and will stamp.
    private static async Task CompareClocksAsync(NpgsqlConnection connection, PostgresAddress address, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", connection);
        var asked = time.GetUtcNow().ToUnixTimeMilliseconds();
        var theirs = (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        var answered = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Somewhere between the two moments: what lies outside is a difference.
        var differenceMs = theirs < asked ? asked - theirs : Math.Max(0, theirs - answered);
        if (differenceMs > MostClockDifferenceMs) StorageLog.ClockDiffers(logger, address.ToString(), differenceMs);
    }

    /// <inheritdoc/>
    public ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(epoch);
        return InLineAsync(partition, TakeInLineAsync, cancellationToken);

        async Task<StoredPartition> TakeInLineAsync()
        {
            try
            {
                return await _database.RetryAsync(
                    $"Taking partition {partition.Value}", connection => PartitionRows.TakeAsync(connection, _lease.Term, partition, epoch), CancellationToken.None);
            }
            catch (StoreUnavailableException error) when (error.InnerException is PostgresException { SqlState: PostgresFaults.NotOwner })
            {
                throw new DeposedOwnerException($"Partition {partition.Value} can't be taken: another server has {_database.Address} since.", error);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken) => SnapshotAsync(
        $"Map {map}",
        async (rows, _) =>
        {
            if (await rows.FindAsync(map) is not { } found) return new StoredMap(map, [], []);
            _numbers.Note(map, found.Number);
            return await rows.ReadAsync(map, found.Number, found.Horizon, found.Type);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken) => SnapshotAsync<IReadOnlyList<MapRegistrations>>(
        "The registrations",
        async (rows, connection) =>
        {
            const string Sql = "SELECT name, id FROM topgun.maps m WHERE name >= $1 AND EXISTS (SELECT 1 FROM topgun.resolvers WHERE map = m.id) ORDER BY name LIMIT $2";
            List<MapRegistrations> found = [];
            foreach (var (map, number) in await ListAsync(connection, Sql, from, most, cancellationToken))
                found.Add(new MapRegistrations(map, await rows.ReadRegistrationsAsync(map, number)));
            return found;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken) => SnapshotAsync<IReadOnlyList<MapExpiry>>(
        "What expires",
        async (_, connection) =>
        {
            const string Sql =
                """
                SELECT name, first FROM topgun.maps m, LATERAL (SELECT min(expires_at) AS first FROM topgun.records WHERE map = m.id AND expires_at IS NOT NULL) AS e
                WHERE name >= $1 AND first IS NOT NULL ORDER BY name LIMIT $2
                """;
            return [.. (await ListAsync(connection, Sql, from, most, cancellationToken)).Select(map => new MapExpiry(map.Name, map.Number))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        => SnapshotAsync<IReadOnlyList<KeyedOutcome>>(
            $"What became of keyed writes of map {map}",
            async (rows, _) => await rows.FindAsync(map) is { } found ? await rows.ReadKeyedAsync(map, found.Number, subject, keys) : [],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        await InLineAsync(commit.Partition, CommitInLineAsync, cancellationToken);

        async Task<bool> CommitInLineAsync()
        {
            foreach (var map in CommitBatch.MapsOf(commit))
                if (!_numbers.TryGet(map, out _)) await _numbers.GiveAsync(map);
            await StoreAsync(commit);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return await _database.RetryAsync("Binding a node id", BindAsync, CancellationToken.None).WaitAsync(cancellationToken);

        async Task<string> BindAsync(NpgsqlConnection connection)
        {
            // Two statements, so that the second sees the row that the first has met.
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("INSERT INTO topgun.nodes VALUES ($1, $2) ON CONFLICT (node_id) DO NOTHING") { Parameters = { Of(nodeId), Of(subject) } },
                    new NpgsqlBatchCommand("SELECT subject FROM topgun.nodes WHERE node_id = $1") { Parameters = { Of(nodeId) } },
                },
            };
            await using var rows = await batch.ExecuteReaderAsync();
            await rows.ReadAsync();
            return StrictUtf8.Text(rows.GetFieldValue<byte[]>(0));
        }
    }

    /// <inheritdoc/>
    async ValueTask IRestorableStore.RestoreAsync(PartitionId partition, StoredPartition state, CancellationToken cancellationToken) => await InLineAsync(
        partition,
        () => _database.RetryAsync(
            $"Restoring partition {partition.Value}",
            async connection =>
            {
                await PartitionRows.RestoreAsync(connection, partition, state);
                return true;
            },
            CancellationToken.None),
        cancellationToken);

    /// <summary>Notes in the database that a backup is being restored into it, so that no server opens a part of one; or that all of it is there.</summary>
    /// <exception cref="StoreOpenException">It holds something already.</exception>
    internal Task MarkRestoringAsync(bool isRestoring, CancellationToken cancellationToken) => _database.RetryAsync(
        "Restoring",
        async connection =>
        {
            await using var look = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM topgun.partitions) OR EXISTS (SELECT 1 FROM topgun.maps) OR EXISTS (SELECT 1 FROM topgun.nodes)", connection);
            if (isRestoring && await look.ExecuteScalarAsync(cancellationToken) is true)
                throw new StoreOpenException($"{_database.Address} holds data; a backup is restored into an empty database. Name another one, or run 'DROP SCHEMA topgun CASCADE' in this one.");
            await using var mark = new NpgsqlCommand($"UPDATE topgun.about SET restoring = {isRestoring}", connection);
            return await mark.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Waits for what was handed over, and gives the database up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var line in _lines) await line.WaitAsync();
        await _lease.DisposeAsync();
        await _database.DisposeAsync();
        StorageLog.Closed(_logger, _database.Address.ToString());
    }

    private async Task EndWithLeaseAsync()
    {
        var other = await _lease.Lost;
        var failure = new StoreFailedException($"Another server has taken {_database.Address} over: {other}. This one was silent for longer than the lease, paused or cut off, and ends.");
        StorageLog.LeaseLost(_logger, _database.Address.ToString(), other);
        _failure.TrySetResult(failure);
    }

    private ValueTask<T> InLineAsync<T>(PartitionId partition, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        // Asked for here and now, not after a first await: that is what keeps the order.
        var turn = _lines[partition.Value].WaitAsync(CancellationToken.None);
        return new(RunAsync().WaitAsync(cancellationToken));

        async Task<T> RunAsync()
        {
            await turn;
            try
            {
                return await act();
            }
            finally
            {
                _lines[partition.Value].Release();
            }
        }
    }

    private async Task StoreAsync(PartitionCommit commit)
    {
        const int Tries = 4;
        var what = $"A commit of partition {commit.Partition.Value}";
        for (var attempt = 1; ; attempt++)
        {
            var batch = CommitBatch.Of(commit, map => _numbers.TryGet(map, out var number) ? number : throw new InvalidOperationException($"Map {map} has no number."));
            // Nothing was sent before there is a connection: until then it may be tried again as it is.
            await using var connection = await _database.ConnectAsync(what, CancellationToken.None);
            try
            {
                await batch.RunAsync(connection);
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresFaults.Fenced)
            {
                throw await WhyFencedAsync(commit, error);
            }
            catch (Exception error) when (PostgresFaults.IsRolledBack(error) && attempt < Tries)
            {
                await Task.Delay(PostgresDatabase.Jittered(TimeSpan.FromMilliseconds(20 << attempt)));
            }
            catch (Exception error) when (PostgresFaults.IsOfContent(error))
            {
                throw new StoreRefusedException($"{_database.Address} does not take a commit of partition {commit.Partition.Value}: {error.Message}", error);
            }
            catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
            {
                // It may have been stored: who takes the partition learns it.
                throw _database.Failed(what, error) is StoreUnavailableException unavailable ? unavailable : new StoreUnavailableException($"{what} failed: {error.Message}", error);
            }
        }
    }

    private async Task<DeposedOwnerException> WhyFencedAsync(PartitionCommit commit, Exception error)
    {
        var (owner, head) = await _database.RetryAsync("The owner", connection => PartitionRows.ReadOwnerAsync(connection, commit.Partition), CancellationToken.None);
        return new DeposedOwnerException(Fence.Deposed(commit, owner, head).Message, error);
    }

    private ValueTask<T> SnapshotAsync<T>(string what, Func<MapRows, NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new(_database.RetryAsync(what, ReadAsync, cancellationToken));

        async Task<T> ReadAsync(NpgsqlConnection connection)
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var result = await read(new MapRows(connection, _database.Address, cancellationToken), connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
    }

    private static async Task<List<(string Name, long Number)>> ListAsync(NpgsqlConnection connection, string sql, string from, int most, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { Of(from), new NpgsqlParameter<int> { TypedValue = most, NpgsqlDbType = NpgsqlDbType.Integer } } };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<(string, long)> found = [];
        while (await rows.ReadAsync(cancellationToken)) found.Add((StrictUtf8.Text(rows.GetFieldValue<byte[]>(0)), rows.GetInt64(1)));
        return found;
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure.Task.IsCompletedSuccessfully) throw new StoreFailedException(_failure.Task.Result.Message, _failure.Task.Result);
    }

    private static NpgsqlParameter Of(string text) => new NpgsqlParameter<byte[]> { TypedValue = StrictUtf8.Bytes(text), NpgsqlDbType = NpgsqlDbType.Bytea };
}
