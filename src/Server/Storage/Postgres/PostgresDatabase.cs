using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The way to a database that was looked at: the right program, new enough, and whether a pooler stands before it. Safe for many threads at once.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // What we ask of it is older; this is what we test with and what is still kept up.
    private static readonly Version OldestServer = new(13, 0);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    private PostgresDatabase(PostgresAddress address, NpgsqlDataSource source, TimeProvider time, bool isPooled)
    {
        Address = address;
        _source = source;
        _time = time;
        IsPooled = isPooled;
    }

    /// <summary>Where it is.</summary>
    public PostgresAddress Address { get; }

    /// <summary>Whether each transaction may come to another session, so that nothing may be kept in one.</summary>
    public bool IsPooled { get; }

    /// <summary>Looks at a database.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="patience">For how long it is tried again while nothing answers there, or it is just starting.</param>
    /// <param name="time">Times the tries.</param>
    /// <param name="logger">Is told of each try that failed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreOpenException">It can't be used; the message says in one line why and what cures it.</exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresAddress address, TimeSpan patience, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                var isPooled = await LookAsync(address, cancellationToken);
                return new PostgresDatabase(address, address.ToSource(prepares: !isPooled), time, isPooled);
            }
            catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
            {
                var why = PostgresFaults.Explain(address, error);
                if (!PostgresFaults.IsPassing(error) || time.GetElapsedTime(started) + pause > patience) throw new StoreOpenException(why, error);
                StorageLog.DatabaseAwaited(logger, why);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>A connection, which whoever asked for it disposes of.</summary>
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection, which whoever asked for it disposes of; tried again after a pause while it fails for a reason that passes.</summary>
    /// <exception cref="StoreUnavailableException">It fails all the same, or for another reason.</exception>
    public Task<NpgsqlConnection> ConnectAsync(string what, CancellationToken cancellationToken)
        => PersistAsync(what, () => ConnectAsync(cancellationToken).AsTask(), cancellationToken);

    /// <summary>Does something that may be done again, and does it again after a pause while it fails for a reason that passes.</summary>
    /// <exception cref="StoreUnavailableException">It fails all the same, or for another reason.</exception>
    /// <exception cref="StoreCorruptException">What the database holds is damaged.</exception>
    public Task<T> RetryAsync<T>(string what, Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken)
    {
        return PersistAsync(what, ActAsync, cancellationToken);

        async Task<T> ActAsync()
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return await act(connection);
        }
    }

    /// <summary>What callers of the store are told of an error of the database.</summary>
    public Exception Failed(string what, Exception error) => PostgresFaults.IsDamage(error)
        ? new StoreCorruptException($"{Address} is damaged where {what} should be ({error.Message}); restore a backup.", error)
        : new StoreUnavailableException($"{what} failed. {PostgresFaults.Explain(Address, error)}", error);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>A pause that many servers would not end at the same moment.</summary>
    internal static TimeSpan Jittered(TimeSpan pause) => pause * RandomNumberGenerator.GetInt32(50, 150) / 100;

    private async Task<T> PersistAsync<T>(string what, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        const int Tries = 4;
        for (var (attempt, pause) = (1, FirstPause); ; attempt++, pause = Longer(pause))
        {
            Exception failure;
            try
            {
                return await act();
            }
            catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
            {
                failure = error;
            }

            if (attempt >= Tries || !PostgresFaults.IsPassing(failure)) throw Failed(what, failure);
            await Task.Delay(Jittered(pause), _time, cancellationToken);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private static async Task<bool> LookAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        // A data source of its own, whose connection is closed for good: whether the others prepare depends on what it finds.
        await using var source = address.ToSource(prepares: false);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (connection.PostgreSqlVersion < OldestServer)
            throw new StoreOpenException($"PostgreSQL at {address.Place} has version {connection.PostgreSqlVersion}; {OldestServer.Major} or newer is needed: upgrade it.");

        await using var look = new NpgsqlCommand("SELECT pg_is_in_recovery(), pg_backend_pid()", connection);
        await using var row = await look.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetBoolean(0)) throw new StoreOpenException($"PostgreSQL at {address.Place} is a standby, which can only be read: give the address of the primary.");
        // A pooler shows its clients a process of its own making.
        return row.GetInt32(1) != connection.ProcessID;
    }
}
