using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>The partitions of this server; each is taken when its first map is asked for.</summary>
internal sealed class PartitionTable : IAsyncDisposable
{
    private readonly Lazy<PartitionExecutor>[] _executors;

    public PartitionTable(IStore store, PartitionSettings settings, ILogger<PartitionTable> logger, Action<Exception> fatal)
    {
        _executors = [.. Enumerable.Range(0, PartitionId.Count)
            .Select(id => new Lazy<PartitionExecutor>(() => new PartitionExecutor(new PartitionId((byte)id), store, settings, logger, fatal)))];
    }

    /// <summary>The executor of a map's partition.</summary>
    public PartitionExecutor Of(string map) => _executors[PartitionId.Of(map).Value].Value;

    /// <summary>The maps that are in memory, in no order.</summary>
    public IReadOnlyList<string> ReadLoaded()
        => [.. _executors.Where(executor => executor.IsValueCreated).SelectMany(executor => executor.Value.ReadLoaded())];

    /// <summary>The maps in memory that nobody watches, and that were not used after a time, in Unix milliseconds.</summary>
    public IReadOnlyList<string> ReadIdle(long unusedSinceMs)
        => [.. _executors.Where(executor => executor.IsValueCreated).SelectMany(executor => executor.Value.ReadIdle(unusedSinceMs))];

    /// <summary>The committed registrations of all maps that are in memory, in no order.</summary>
    public IEnumerable<MapRegistrations> ReadRegistrations()
        => _executors.Where(executor => executor.IsValueCreated).SelectMany(executor => executor.Value.ReadRegistrations());

    /// <summary>Commits what was handed over, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var executor in _executors)
            if (executor.IsValueCreated) await executor.Value.DisposeAsync();
    }
}
