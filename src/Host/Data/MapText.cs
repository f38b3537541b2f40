using System.Globalization;
using TopGun.Core.Partitions;
using TopGun.Protocol.Records;

namespace TopGun.Host.Data;

/// <summary>A map or one of its records, for people.</summary>
internal static class MapText
{
    private const int NotThere = 1;

    /// <summary>Writes a map, or a record of it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="name">The map that was asked for.</param>
    /// <param name="map">What is in it; null when there is none of this name.</param>
    /// <param name="key">The key of the record; null for the map.</param>
    /// <returns>0, or 1 when there is no such map or record.</returns>
    public static int Write(TextWriter to, string name, StoredMap? map, string? key)
    {
        if (map is null)
        {
            to.WriteLine($"There is no map {name}: it was never written. 'topgun inspect' without --map lists those that are there.");
            return NotThere;
        }

        if (key is null) return Write(to, map);
        foreach (var record in map.Records)
            if (record.Key == key) return Write(to, record);
        to.WriteLine($"Map {map.Name} has no record {key}: it was never written, or its removal is forgotten.");
        return NotThere;
    }

    private static int Write(TextWriter to, StoredMap map)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"map {map.Name} in partition {PartitionId.Of(map.Name).Value}: {map.Records.Count} records of {map.Records.Sum(record => (long)record.Bytes.Length)} bytes"));
        if (map.Horizon.Version > 0) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"removals up to version {map.Horizon.Version} are forgotten; the newest was of {Moment.Of(map.Horizon.At)}"));
        to.WriteLine($"{map.Writers.Count} writers:");
        foreach (var writer in map.Writers.OrderBy(writer => writer.Writer.ToString(), StringComparer.Ordinal))
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {writer.Writer}  last {writer.Last}, confirmed through {writer.SettledThrough}, {writer.Results.Count} results kept, heard of at {Moment.Of(writer.SeenMs)}"));
        to.WriteLine($"{map.Registrations.Count} registered resolvers:");
        foreach (var registration in map.Registrations.OrderBy(registration => registration.Definition.Name, StringComparer.Ordinal))
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {registration.Definition.Name}  priority {registration.Definition.Priority}, for keys {registration.Definition.KeyPattern}, claimed by {registration.ClaimCount} users"));
        return 0;
    }

    private static int Write(TextWriter to, RecordChange change)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"record {change.Key} of map {change.Map}: version {change.Version}, {change.Bytes.Length} bytes, owner {change.Owner ?? "none"}"));
        if (change.ExpiresAtMs > 0) to.WriteLine($"expires at {Moment.Of(change.ExpiresAtMs)}");
        try
        {
            var record = RecordCodec.Instance.Decode(change.Bytes);
            to.WriteLine(record.IsLive ? $"value: {record.ToValue()}" : "removed");
            to.WriteLine($"root: {record.Root.Kind} at {Moment.Of(record.Root.At)}");
            if (!record.Cleared.IsDefault) to.WriteLine($"cleared at {Moment.Of(record.Cleared)}");
            foreach (var (field, register) in record.Registers.OrderBy(register => register.Key, StringComparer.Ordinal))
                to.WriteLine($"  {field}: {register.Value?.ToString() ?? "erased"} at {Moment.Of(register.At)}");
        }
        catch (FormatException mistake)
        {
            // Its checksum is right, so this is what was stored: a form that this program does not know, or a mistake of ours.
            to.WriteLine($"Its bytes can't be read: {mistake.Message} They are {Convert.ToHexStringLower(change.Bytes)}.");
        }

        return 0;
    }
}
