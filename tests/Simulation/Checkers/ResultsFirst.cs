using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>The result of an op reaches its device before any page whose state includes the op.</summary>
public sealed class ResultsFirst(SimulatedWorld world) : Checker(world)
{
    /// <inheritdoc/>
    public override void Arriving(Device device, ServerFrame frame)
    {
        if (frame is not ChangePage page) return;
        foreach (var op in device.Log.Values)
        {
            if (op.IsSettled || op.Map != device.MapOf(page.SubscriptionId)) continue;
            if (Ledger.Find(op.OpId) is not { TookVersion: true, Recorded: { } result } || result.Version > page.To.Version) continue;

            // Another holder of the same log, a copy of this device, has taken the result and confirmed it: the server has none any more.
            if (op.Number <= Ledger.SettledThrough(op.Map, op.Writer)) continue;
            // Forgotten with its writer.
            if (Ledger.WasForgotten(op.Map, op.Writer)) continue;
            throw Broken($"{device} gets a page to {page.To.Version} before the result of {Ledger.Find(op.OpId)}, which was applied at {result.Version}.");
        }
    }
}
