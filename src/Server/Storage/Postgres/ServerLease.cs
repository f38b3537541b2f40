using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The term of one server as the owner of a database: taken at start, renewed while it runs, given back at the end.</summary>
/// <remarks>
/// It is for liveness, and so that a second server says at its start what is wrong. Safety is the fence: who takes the lease takes every
/// partition from its owner in the same transaction, so a server that was taken for dead finds all its commits refused (INV-STO-3). All
/// times are the database's.
/// </remarks>
internal sealed class ServerLease : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly TimeSpan _length;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Outage _outage;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _renewing = Task.CompletedTask;
    private volatile bool _isEnding;

    private ServerLease(PostgresDatabase database, long term, TimeSpan length, TimeProvider time, ILogger logger)
    {
        (_database, Term, _length, _logger, _outage) = (database, term, length, logger, new Outage(time));
        _timer = time.CreateTimer(_ => Renew(), null, length / 4, length / 4);
    }

    /// <summary>Its number: random, never 0.</summary>
    public long Term { get; }

    /// <summary>Completes, with who has it now, when another server has taken the database over.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Takes the database for this process, as soon as nobody else has it.</summary>
    /// <exception cref="StoreOpenException">A server that lives has it.</exception>
    /// <exception cref="NpgsqlException">What PostgreSQL or the network said.</exception>
    public static async Task<ServerLease> TakeAsync(PostgresDatabase database, TimeSpan length, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var term = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) | 1;
        var holder = $"{Environment.MachineName}, process {Environment.ProcessId}";
        LeaseHolder? seen = null;
        while (await TryTakeAsync(database, term, holder, length, cancellationToken) is { } other)
        {
            // It was renewed before our eyes, or taken anew: who does that lives.
            if (seen is not null && (seen.Term != other.Term || seen.Renewals != other.Renewals))
                throw new StoreOpenException($"Another server has {database.Address}: {other.Name}. Stop it, or give this one another database.");
            if (seen is null) StorageLog.LeaseAwaited(logger, database.Address.ToString(), other.Name, (long)other.Rest.TotalMilliseconds);
            seen = other;
            await Task.Delay(other.Rest < length / 8 ? other.Rest : length / 8, time, cancellationToken);
        }

        return new ServerLease(database, term, length, time, logger);
    }

    /// <summary>Gives it back, so that the next server need not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        await _timer.DisposeAsync();
        await _renewing;
        if (_lost.Task.IsCompleted) return;
        try
        {
            await using var connection = await _database.ConnectAsync(CancellationToken.None);
            await using var release = new NpgsqlCommand("UPDATE topgun.owner SET until = '-infinity' WHERE term = $1", connection);
            release.Parameters.Add(Of(Term));
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            StorageLog.LeaseNotGivenBack(_logger, _database.Address.ToString(), error);
        }
    }

    private static async Task<LeaseHolder?> TryTakeAsync(PostgresDatabase database, long term, string holder, TimeSpan length, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var look = new NpgsqlCommand(
            "SELECT term, holder, renewals, extract(epoch FROM greatest(until, 'epoch') - clock_timestamp())::float8 FROM topgun.owner FOR UPDATE", connection, transaction))
        await using (var row = await look.ExecuteReaderAsync(cancellationToken))
        {
            if (await row.ReadAsync(cancellationToken) && row.GetDouble(3) is > 0 and var rest)
                return new LeaseHolder(row.GetInt64(0), row.GetString(1), row.GetInt64(2), TimeSpan.FromSeconds(Math.Min(rest, length.TotalSeconds)));
        }

        // Whoever owned a partition owns it no more. It waits for commits of theirs that are on their way, and those are stored.
        await using var take = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("UPDATE topgun.owner SET term = $1, holder = $2, renewals = 0, until = clock_timestamp() + $3") { Parameters = { Of(term), new() { Value = holder }, Of(length) } },
                new NpgsqlBatchCommand("UPDATE topgun.partitions SET epoch = 0 WHERE epoch <> 0"),
            },
        };
        await take.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private void Renew()
    {
        // One at a time: a database that is slow must not be asked ever more.
        if (_isEnding || !_renewing.IsCompleted) return;
        _renewing = RenewAsync();
    }

    private async Task RenewAsync()
    {
        try
        {
            await using var connection = await _database.ConnectAsync(CancellationToken.None);
            await using var renew = new NpgsqlCommand("UPDATE topgun.owner SET until = clock_timestamp() + $2, renewals = renewals + 1 WHERE term = $1", connection);
            renew.Parameters.Add(Of(Term));
            renew.Parameters.Add(Of(_length));
            if (await renew.ExecuteNonQueryAsync() > 0)
            {
                if (_outage.Ends() is > 0 and var tries) StorageLog.LeaseRenewedAgain(_logger, _database.Address.ToString(), tries);
                return;
            }

            await using var ask = new NpgsqlCommand("SELECT holder FROM topgun.owner", connection);
            _lost.TrySetResult(await ask.ExecuteScalarAsync() as string ?? "nobody");
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            // The database may be away for longer than the lease. As long as nobody else has come, it is still ours then.
            if (_outage.Fails()) StorageLog.LeaseNotRenewed(_logger, _database.Address.ToString(), _outage.Tries, PostgresFaults.Explain(_database.Address, error));
        }
    }

    private static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(TimeSpan value) => new NpgsqlParameter<TimeSpan> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Interval };

    private sealed record LeaseHolder(long Term, string Name, long Renewals, TimeSpan Rest);
}
