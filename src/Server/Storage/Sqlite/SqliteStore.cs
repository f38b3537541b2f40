using Microsoft.Extensions.Logging;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The embedded store: one SQLite file, which belongs to one process at a time.</summary>
/// <remarks>
/// A commit is appended to a log, in one transaction with all that wait at the same time; a fold moves the log into tables later,
/// in bulk and in the order of the keys, which is many times cheaper than writing each change where it belongs.
/// </remarks>
public sealed class SqliteStore : IRestorableStore
{
    private readonly StoreFile _file;
    private readonly StoreWriter _writer;
    private readonly MapReaders _readers;
    private readonly ITimer _foldTimer;
    private readonly ILogger _logger;
    private bool _isDisposed;

    private SqliteStore(StoreFile file, LogTail tail, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _readers = new MapReaders(file.Path, tail);
        _writer = new StoreWriter(file, tail, options, time, logger);
        _foldTimer = time.CreateTimer(_ => _writer.MarkFoldDue(), null, options.FoldInterval, options.FoldInterval);
    }

    /// <inheritdoc/>
    public Task<StoreFailedException> Failure => _writer.Failure;

    /// <summary>Opens a store's file, or makes it, and reads what the last process left in the log.</summary>
    /// <param name="options">The file, and the numbers.</param>
    /// <param name="time">Times the folds.</param>
    /// <param name="logger">What an operator should know.</param>
    /// <returns>The store; whoever disposes of it gives the file up.</returns>
    /// <exception cref="StoreOpenException">It can't be opened; the message says in one line why and what cures it.</exception>
    /// <exception cref="StoreCorruptException">A commit in the log does not match its checksum.</exception>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, TimeProvider time, ILogger<SqliteStore> logger) => Task.Run(() =>
    {
        var file = StoreFile.Open(options.Path);
        try
        {
            var tail = new LogTail();
            var unfolded = file.Tables.Log.ReadInto(tail, file.Path);
            StorageLog.Opened(logger, file.Path, file.OpenedVersion, SqliteSchema.Version, unfolded);
            return new SqliteStore(file, tail, options, time, logger);
        }
        catch (SqliteErrorException error)
        {
            Close();
            throw new StoreOpenException($"{file.Path} can't be read ({error.Message}); check the disk.", error);
        }
        catch (StoreCorruptException)
        {
            Close();
            throw;
        }

        void Close()
        {
            file.Database.KeepLogOnClose();
            file.Dispose();
        }
    });

    /// <inheritdoc/>
    public async ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(epoch);
        cancellationToken.ThrowIfCancellationRequested();
        var request = new TakeRequest(partition, epoch);
        _writer.Enqueue(request);
        return await request.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken) => new(_readers.ReadAsync(map, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
        => new(_readers.ReadRegistrationsAsync(from, most, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken)
        => new(_readers.ReadExpiringAsync(from, most, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        => new(_readers.ReadKeyedAsync(map, subject, keys, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new CommitRequest(commit);
        _writer.Enqueue(request);
        await request.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new BindRequest(nodeId, subject);
        _writer.Enqueue(request);
        return await request.Answer.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    async ValueTask IRestorableStore.RestoreAsync(PartitionId partition, StoredPartition state, CancellationToken cancellationToken)
    {
        var request = new RestoreRequest(partition, state);
        _writer.Enqueue(request);
        await request.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>Makes what was handed over durable, folds the log, closes the file and gives it up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _foldTimer.DisposeAsync();
        await _writer.CloseAsync();
        await _readers.DisposeAsync();
        _file.Dispose();
        StorageLog.Closed(_logger, _file.Path);
    }

    /// <summary>Folds everything that is committed by now; commits wait meanwhile.</summary>
    internal Task FoldAsync() => _writer.FoldAsync();

    /// <summary>Begins a fold between commits, as the timer does.</summary>
    internal void MarkFoldDue() => _writer.MarkFoldDue();
}
