using TopGun.Core.Replicas;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>What a device holds of the server's state never becomes older: no record is followed by an earlier one of its key, over all streams, resets and restarts.</summary>
public sealed class MonotonicReads(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<(Device Device, string Map, string Key), long> _dropped = [];

    /// <inheritdoc/>
    public override void Storing(Device device, ReplicaChange change)
    {
        // What went bad on a disk may bear any version.
        if (device.IsSpoilt) return;
        foreach (var (map, record) in change.PutRecords)
        {
            var held = Math.Max(device.Store.Inner.Find(map, record.Key)?.Version ?? 0, _dropped.GetValueOrDefault((device, map, record.Key)));
            if (record.Version < held) throw Broken($"{device} holds {map}/{record.Key} at version {held}, and takes it at {record.Version}.");
        }

        foreach (var (map, key) in change.DroppedRecords)
            _dropped[(device, map, key)] = Math.Max(_dropped.GetValueOrDefault((device, map, key)), device.Store.Inner.Find(map, key)?.Version ?? 0);
    }
}
