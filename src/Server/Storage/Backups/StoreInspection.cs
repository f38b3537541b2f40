using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Backups;

/// <summary>Looks into a store.</summary>
public static class StoreInspection
{
    /// <summary>Reads the partitions that were ever taken, and how much is in each map.</summary>
    /// <exception cref="StoreOpenException">The store can't be opened.</exception>
    /// <exception cref="StoreCorruptException">What is read is damaged.</exception>
    /// <exception cref="StoreUnavailableException">It can't be read now.</exception>
    public static async Task<StoreOverview> ReadAsync(StorePlace place, CancellationToken cancellationToken)
    {
        await using var snapshot = await place.ReadAsync(cancellationToken);
        var partitions = await snapshot.ReadPartitionsAsync(cancellationToken);
        List<MapOverview> maps = [];
        foreach (var name in await snapshot.ReadMapsAsync(cancellationToken))
            maps.Add(Overview(await snapshot.ReadMapAsync(name, cancellationToken)));
        return new StoreOverview(
            [.. partitions.Select(partition => new PartitionOverview(partition.Partition, partition.Owner, partition.State))], maps, (await snapshot.ReadNodesAsync(cancellationToken)).Count);
    }

    /// <summary>Reads a map.</summary>
    /// <returns>What is in it; null for a map that the store does not know.</returns>
    /// <exception cref="StoreOpenException">The store can't be opened.</exception>
    /// <exception cref="StoreCorruptException">What is read is damaged.</exception>
    /// <exception cref="StoreUnavailableException">It can't be read now.</exception>
    public static async Task<StoredMap?> ReadMapAsync(StorePlace place, string map, CancellationToken cancellationToken)
    {
        await using var snapshot = await place.ReadAsync(cancellationToken);
        // A map that is empty by now, and one that never was, are read alike.
        var isThere = (await snapshot.ReadMapsAsync(cancellationToken)).Contains(map);
        return isThere ? (await snapshot.ReadMapAsync(map, cancellationToken)).Map : null;
    }

    private static MapOverview Overview(SnapshotMap snapshot)
    {
        var map = snapshot.Map;
        var partition = PartitionId.Of(map.Name);
        return new MapOverview(
            map.Name, partition, map.Records.Count, map.Records.Sum(record => (long)record.Bytes.Length), map.Records.Count > 0 ? map.Records[^1].Version : 0,
            map.Writers.Count, map.Registrations.Count, snapshot.Keyed.Count);
    }
}
