using TopGun.Core.Partitions;
using TopGun.Protocol.Records;

namespace TopGun.Server.Storage.Backups;

/// <summary>Reads a whole store and compares everything in it with its checksum, and with what must be true of it.</summary>
public static class StoreCheck
{
    /// <summary>Checks a store. A server may run on it: one moment of it is looked at.</summary>
    /// <param name="place">The store.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found. Of a damaged map the first damage is named, and the other maps are read all the same.</returns>
    /// <exception cref="StoreOpenException">The store can't be opened.</exception>
    /// <exception cref="StoreCorruptException">It is so damaged that its maps can't be found.</exception>
    /// <exception cref="StoreUnavailableException">It can't be read now.</exception>
    public static Task<StoreReport> RunAsync(StorePlace place, CancellationToken cancellationToken) => RunAsync(place, readsRecords: true, cancellationToken);

    /// <summary>Checks a store.</summary>
    /// <param name="place">The store.</param>
    /// <param name="readsRecords">Whether what stands in a record is looked at too, besides its checksum.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<StoreReport> RunAsync(StorePlace place, bool readsRecords, CancellationToken cancellationToken)
    {
        await using var snapshot = await place.ReadAsync(cancellationToken);
        List<string> damages = [.. await snapshot.CheckPagesAsync(cancellationToken)];
        var partitions = (await snapshot.ReadPartitionsAsync(cancellationToken)).ToDictionary(partition => partition.Partition, partition => partition.State);
        foreach (var (partition, state) in partitions) damages.AddRange(Check(partition, state));

        var summary = new BackupSummary { Partitions = partitions.Count };
        foreach (var name in await snapshot.ReadMapsAsync(cancellationToken))
        {
            try
            {
                var map = await snapshot.ReadMapAsync(name, cancellationToken);
                summary = summary.With(map);
                if (Check(map.Map, partitions.GetValueOrDefault(PartitionId.Of(name), StoredPartition.Empty), readsRecords) is { } wrong) damages.Add(wrong);
            }
            catch (StoreCorruptException damage)
            {
                damages.Add(damage.Message);
            }
        }

        return new StoreReport(summary with { Nodes = (await snapshot.ReadNodesAsync(cancellationToken)).Count }, damages);
    }

    private static IEnumerable<string> Check(PartitionId partition, StoredPartition state)
    {
        for (var i = 0; i < state.Epochs.Count; i++)
            if (state.Epochs[i].FirstVersion > state.Head || (i > 0 && state.Epochs[i].FirstVersion <= state.Epochs[i - 1].FirstVersion))
                yield return $"Partition {partition.Value}: epoch {state.Epochs[i].Epoch:x16} begins at version {state.Epochs[i].FirstVersion}, out of order or above the head {state.Head}.";
    }

    private static string? Check(StoredMap map, StoredPartition partition, bool readsRecords)
    {
        foreach (var record in map.Records)
        {
            if (record.Version < 1 || record.Version > partition.Head) return $"Record {record.Key} of map {map.Name} has version {record.Version}; its partition is at {partition.Head}.";
            try
            {
                if (readsRecords) RecordCodec.Instance.Decode(record.Bytes);
            }
            catch (FormatException error)
            {
                return $"Record {record.Key} of map {map.Name} can't be read: {error.Message}";
            }
        }

        foreach (var writer in map.Writers)
            if (writer.Results.Count != writer.Last - writer.SettledThrough && writer.Results.Count > 0 && writer.Results[^1].Number != writer.Last)
                return $"Writer {writer.Writer} of map {map.Name} has used {writer.Last} numbers, and its last result is of number {writer.Results[^1].Number}.";
        return null;
    }
}
