using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>A device that compares its map after a Reset takes it for the server's state when it is that, and not before.</summary>
public sealed class Resync(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<(string Map, string Key), List<RecordChange>> _history = [];
    private readonly Dictionary<(Device Device, string Map), MapReplica> _walking = [];
    private readonly HashSet<(string NodeId, string Map)> _walked = [];

    /// <summary>How many walks have begun.</summary>
    public int WalksBegun { get; private set; }

    /// <summary>How many walks have come to their end.</summary>
    public int WalksEnded { get; private set; }

    /// <summary>Whether a device, or one of which it is a copy, has walked a map: it knows of no removal that it did not hold the record of.</summary>
    public bool HasWalked(Device device, string map) => _walked.Contains((device.Replica.NodeId, map));

    /// <summary>How many streams have ended in the middle of a walk.</summary>
    public int WalksInterrupted { get; private set; }

    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        foreach (var record in commit.Records)
        {
            if (!_history.TryGetValue((record.Map, record.Key), out var versions)) _history[(record.Map, record.Key)] = versions = [];
            versions.Add(record);
        }
    }

    /// <inheritdoc/>
    public override void Joined(Device device)
    {
        foreach (var map in device.Store.Load().Maps)
            if (map.IsWalking) _walking[(device, map.Map)] = map;
    }

    /// <inheritdoc/>
    public override void Parted(Device device) => WalksInterrupted += _walking.Keys.Count(walk => walk.Device == device);

    /// <inheritdoc/>
    public override void Storing(Device device, ReplicaChange change)
    {
        foreach (var map in change.PutMaps)
        {
            var was = _walking.GetValueOrDefault((device, map.Map));
            if (map.IsWalking)
            {
                if (was?.Generation != map.Generation) WalksBegun++;
                _walking[(device, map.Map)] = map;
            }
            else if (_walking.Remove((device, map.Map)) && map.Resetting == ResetReason.None)
            {
                WalksEnded++;
                _walked.Add((device.Replica.NodeId, map.Map));
                CheckWhole(device, map, change);
            }
        }
    }

    private void CheckWhole(Device device, MapReplica map, ReplicaChange change)
    {
        // What went bad beside a walk, and after it, is another walk's.
        if (device.IsSpoilt) return;
        var put = change.PutRecords.Where(one => one.Map == map.Map).ToDictionary(one => one.Record.Key, one => one.Record);
        foreach (var key in World.Climate.Keys)
        {
            var held = put.TryGetValue(key, out var arriving) ? arriving : device.Store.Inner.Find(map.Map, key);
            if (LiveAt(map, key) is not { } committed)
            {
                if (held is { IsLive: true } left) throw Broken($"{device} has walked {map.Map} to {map.Cursor.Version} and still holds {key} at {left.Version}; the server had no such record.");
            }
            else if (held is not { } copy || copy.Version != committed.Version || !copy.Bytes.Span.SequenceEqual(committed.Bytes))
            {
                throw Broken($"{device} has walked {map.Map} to {map.Cursor.Version} and holds {key} at {held?.Version}; the server had it at {committed.Version}.");
            }
        }
    }

    private RecordChange? LiveAt(MapReplica map, string key)
    {
        foreach (var record in Enumerable.Reverse(_history.GetValueOrDefault((map.Map, key)) ?? []))
            if (record.Version <= map.Cursor.Version) return World.Server.Codec.Decode(record.Bytes).IsLive ? record : null;
        return null;
    }
}
