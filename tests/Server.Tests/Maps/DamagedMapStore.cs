using System.Collections.Concurrent;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>A store in which some maps are damaged.</summary>
internal sealed class DamagedMapStore(IStore inner) : IStore
{
    /// <summary>The maps that can't be loaded.</summary>
    public ConcurrentDictionary<string, bool> Damaged { get; } = new();

    public Task<StoreFailedException> Failure => inner.Failure;

    public ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken)
        => inner.TakeAsync(partition, epoch, cancellationToken);

    public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken) => Damaged.ContainsKey(map)
        ? throw new StoreCorruptException($"The test has damaged map {map}.")
        : inner.LoadAsync(map, cancellationToken);

    public ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
        => inner.ListRegistrationsAsync(from, most, cancellationToken);

    public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken)
        => inner.ListExpiringAsync(from, most, cancellationToken);

    public ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        => inner.FindKeyedAsync(map, subject, keys, cancellationToken);

    public ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

    public ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken)
        => inner.BindNodeAsync(nodeId, subject, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
