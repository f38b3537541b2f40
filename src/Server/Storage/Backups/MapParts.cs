using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;

namespace TopGun.Server.Storage.Backups;

/// <summary>Cuts a map into commits of bounded size that make it from nothing.</summary>
internal static class MapParts
{
    private const int MostRecords = 1_000;
    private const int MostBytes = 4 << 20;
    private const int MostWriters = 100;

    /// <summary>The parts. They move no head: their records have versions of their own, and the partition is set at the end.</summary>
    public static IEnumerable<PartitionCommit> Of(SnapshotMap snapshot)
    {
        var (map, keyed) = (snapshot.Map, snapshot.Keyed);
        var empty = new PartitionCommit(PartitionId.Of(map.Name), 0, 0, 0, default, [], []);
        var (registrations, horizon) = (Steps(map).ToArray(), map.Horizon == default ? Array.Empty<MapCollection>() : [new MapCollection(map.Name, map.Horizon, [])]);

        var types = map.Type == MapType.None ? Array.Empty<MapTyping>() : [new MapTyping(map.Name, map.Type)];

        if (registrations.Length + horizon.Length + types.Length > 0) yield return empty with { Registrations = registrations, Collected = horizon, Types = types };
        foreach (var outcomes in keyed.Chunk(MostRecords)) yield return empty with { Keyed = outcomes };
        foreach (var writers in map.Writers.Chunk(MostWriters)) yield return empty with { Writers = writers };
        List<RecordChange> part = [];
        var bytes = 0;
        foreach (var record in map.Records)
        {
            if (part.Count == MostRecords || bytes > MostBytes)
            {
                yield return empty with { Records = part };
                (part, bytes) = ([], 0);
            }

            part.Add(record);
            bytes += record.Bytes.Length;
        }

        if (part.Count > 0) yield return empty with { Records = part };
    }

    private static IEnumerable<RegistrationChange> Steps(StoredMap map)
    {
        foreach (var registration in map.Registrations)
        {
            var name = registration.Definition.Name;
            yield return new RegistrationChange(map.Name, name, RegistrationStep.Define, registration.Definition);
            foreach (var claim in registration.Claims) yield return new RegistrationChange(map.Name, name, RegistrationStep.Claim, null, claim.Subject, claim.RenewedMs);
        }
    }
}
