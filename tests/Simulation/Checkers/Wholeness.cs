using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>When a device has taken a page after which no more follows, it holds each group as a whole or nothing of it.</summary>
public sealed class Wholeness(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<Device, ChangePage> _arriving = [];

    /// <inheritdoc/>
    public override void Arriving(Device device, ServerFrame frame)
    {
        // What was lost on its own disk comes back by the walk, record by record.
        if (device.IsSpoilt) return;
        if (frame is ChangePage { More: false } page) _arriving[device] = page;
    }

    /// <inheritdoc/>
    public override void Stepped(Device device)
    {
        if (!_arriving.Remove(device, out var page) || device.Link is null) return;
        var map = device.MapOf(page.SubscriptionId);
        // A page of an earlier subscription is not taken, nor is one by a process that died over it.
        if (device.Replica.MapOf(map) is not { Resetting: ResetReason.None } replica || replica.Cursor != page.To) return;

        var walks = World.Checkers.OfType<Resync>().Single();
        foreach (var op in Ledger.Ops)
        {
            if (op is not { TookVersion: true, Recorded: { } result } || op.Logged.Map != map || op.Changed.Count < 2) continue;
            var isSeen = result.Version <= page.To.Version;
            foreach (var key in op.Changed)
            {
                // Whoever comes after a removal was forgotten hears nothing of the key.
                if (isSeen && Ledger.ForgottenThrough(map, key) >= result.Version) continue;
                var copy = device.Store.Inner.Find(map, key);
                // A walk is about what is there: of a removal that came later it tells nothing.
                if (isSeen && copy is not { IsLive: true } && Ledger.VersionOf(map, key) > result.Version && walks.HasWalked(device, map)) continue;
                var held = copy?.Version ?? 0;
                if (held >= result.Version != isSeen) throw Broken($"{device} is at version {page.To.Version} and holds {key} at {held}; {op} changed it at {result.Version}.");
            }
        }
    }
}
