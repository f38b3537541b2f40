using System.Collections.Concurrent;
using SQLitePCL;
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
    public async Task<StoredMap> ReadAsync(string map, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(map), cancellationToken);
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

    private StoredMap Read(string map)
    {
        MapReader? reader = null;
        try
        {
            if (!_idle.TryTake(out reader)) reader = new MapReader(path);
            var stored = reader.Read(map, tail);
            _idle.Add(reader);
            reader = null;
            return stored;
        }
        catch (SqliteErrorException error)
        {
            throw (error.Code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
                ? new StoreCorruptException($"{path} is damaged where map {map} lies; restore a backup.", error)
                : new StoreUnavailableException($"Map {map} can't be read from {path} now ({error.Message}).", error);
        }
        finally
        {
            reader?.Dispose();   // one that failed is not used again
        }
    }
}
