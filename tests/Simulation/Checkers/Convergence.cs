using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>At rest every device shows the server's committed state, and holds it byte for byte.</summary>
public sealed class Convergence(SimulatedWorld world) : Checker(world)
{
    /// <inheritdoc/>
    public override void Ended()
    {
        var walks = World.Checkers.OfType<Resync>().Single();
        foreach (var map in World.Climate.Maps)
            foreach (var key in World.Climate.Keys)
                foreach (var device in World.Devices)
                {
                    var committed = World.Server.Read(map, key);
                    var held = device.Store.Inner.Find(map, key);
                    // A device remembers a removal that the server has forgotten, until it takes the map anew.
                    if (committed is null && held is { IsLive: false }) continue;
                    // And one that has compared may know an older removal, or none: a walk is about what is there.
                    if (held is not { IsLive: true } && committed is { } removal && !World.Server.Codec.Decode(removal.Bytes.Span).IsLive && walks.HasWalked(device, map)) continue;
                    if (committed?.Version != held?.Version) throw Broken($"{device} holds {map}/{key} at version {held?.Version}; the server is at {committed?.Version}.");
                    if (committed is { } server && held is { } copy && !server.Bytes.Span.SequenceEqual(copy.Bytes.Span))
                        throw Broken($"{device} holds other bytes of {map}/{key} at version {copy.Version} than the server.");

                    var value = committed is { } record ? World.Server.Codec.Decode(record.Bytes.Span).ToValue() : null;
                    if (!Equals(device.Replica.GetConfirmed(map, key), value)) throw Broken($"{device} confirms {map}/{key} as {device.Replica.GetConfirmed(map, key)} instead of {value}.");
                    if (!Equals(device.Replica.Get(map, key), value)) throw Broken($"{device} shows {map}/{key} as {device.Replica.Get(map, key)} instead of {value}.");
                }
    }
}
