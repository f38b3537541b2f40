using System.Collections.Concurrent;
using SQLitePCL;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The connections that read, a few at a time. Safe for many threads at once.</summary>
internal sealed class MapReaders(string path, LogTail tail) : IAsyncDisposable
{
    // Loads compete for the disk and the cores; more of them at once only end later.
    private const int Most = 4;

    private readonly SemaphoreSlim _free = new(Most, Most);
    private readonly ConcurrentBag<MapReader> _idle = [];

    /// <summary>Reads a map on a thread of the pool.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged.</exception>
    public Task<StoredMap> ReadAsync(string map, CancellationToken cancellationToken)
        => ReadAsync($"map {map}", reader => reader.Read(map, tail), cancellationToken);

    /// <summary>Reads the registrations of maps on a thread of the pool.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged.</exception>
    public Task<IReadOnlyList<MapRegistrations>> ReadRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
        => ReadAsync("the registrations", reader => reader.ReadRegistrations(from, most, tail), cancellationToken);

    /// <summary>Reads which maps have records that expire on a thread of the pool.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged.</exception>
    public Task<IReadOnlyList<MapExpiry>> ReadExpiringAsync(string from, int most, CancellationToken cancellationToken)
        => ReadAsync("what expires", reader => reader.ReadExpiring(from, most, tail), cancellationToken);

    /// <summary>Reads what became of keyed writes on a thread of the pool.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">The file is damaged.</exception>
    public Task<IReadOnlyList<KeyedOutcome>> ReadKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        => ReadAsync($"what became of keyed writes of map {map}", reader => reader.ReadKeyed(map, subject, keys, tail), cancellationToken);

    private async Task<T> ReadAsync<T>(string what, Func<MapReader, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(what, read), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the loads that run, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Most; i++) await _free.WaitAsync();
        while (_idle.TryTake(out var reader)) reader.Dispose();
        _free.Dispose();
    }

    private T Read<T>(string what, Func<MapReader, T> read)
    {
        MapReader? reader = null;
        try
        {
            if (!_idle.TryTake(out reader)) reader = new MapReader(path);
            var stored = read(reader);
            _idle.Add(reader);
            reader = null;
            return stored;
        }
        catch (SqliteErrorException error)
        {
            throw (error.Code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
                ? new StoreCorruptException($"{path} is damaged where {what} should be; restore a backup.", error)
                : new StoreUnavailableException($"{path}: {what} can't be read now ({error.Message}).", error);
        }
        finally
        {
            reader?.Dispose();   // one that failed is not used again
        }
    }
}
