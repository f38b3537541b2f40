using System.Globalization;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>What is in a store, for people.</summary>
internal static class OverviewText
{
    public static int Write(TextWriter to, StoreOverview overview)
    {
        to.WriteLine($"{overview.Partitions.Count} partitions:");
        foreach (var (partition, owner, state) in overview.Partitions)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {partition.Value,3}  head {state.Head}, owner {(owner == 0 ? "none" : $"{owner:x16}")}, clock {Moment.Of(state.ClockHighWater)}"));
            foreach (var (epoch, first) in state.Epochs) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       epoch {epoch:x16} from version {first}"));
        }

        to.WriteLine($"{overview.Maps.Count} maps:");
        foreach (var map in overview.Maps)
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {map.Name}  in partition {map.Partition.Value}: {map.Records} records of {map.Bytes} bytes, newest at version {map.Version}; {map.Writers} writers, {map.Registrations} registered resolvers, {map.Keyed} keyed writes"));
        to.WriteLine($"{overview.Nodes} node ids are bound to users.");
        return 0;
    }
}
