using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Backups;

/// <summary>One moment of a store, to be read whole while a server goes on writing. Not safe for several threads at once.</summary>
/// <exception cref="StoreUnavailableException">From every method: it can't be read now.</exception>
/// <exception cref="StoreCorruptException">From every method: what is read is damaged.</exception>
internal interface IStoreSnapshot : IAsyncDisposable
{
    /// <summary>Reads the partitions that were ever taken, in their order.</summary>
    Task<IReadOnlyList<OwnedState>> ReadPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the names of all maps, in the byte order of their UTF-8.</summary>
    Task<IReadOnlyList<string>> ReadMapsAsync(CancellationToken cancellationToken);

    /// <summary>Reads a map; each of its records is compared with its checksum.</summary>
    Task<SnapshotMap> ReadMapAsync(string map, CancellationToken cancellationToken);

    /// <summary>Reads to whom node ids are bound.</summary>
    Task<IReadOnlyList<NodeBinding>> ReadNodesAsync(CancellationToken cancellationToken);

    /// <summary>What the engine itself finds wrong with its pages; empty when it finds nothing, or does not look.</summary>
    Task<IReadOnlyList<string>> CheckPagesAsync(CancellationToken cancellationToken);
}
