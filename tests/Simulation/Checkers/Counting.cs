using System.Numerics;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Each delta counts once: in what a device shows at every moment, and in what the server holds at the end.</summary>
public sealed class Counting(SimulatedWorld world) : Checker(world)
{
    /// <inheritdoc/>
    public override void Stepped(Device device)
    {
        if (device.IsSpoilt) return;
        foreach (var map in World.Climate.Maps.Where(map => device.Replica.TypeOf(map) == MapType.PnCounter))
            foreach (var key in World.Climate.Keys) Look(device, map, key);
    }

    /// <inheritdoc/>
    public override void Ended()
    {
        foreach (var map in World.Climate.Maps)
            foreach (var key in World.Climate.Keys)
            {
                // In the order of versions, from the last removal on.
                BigInteger sum = 0;
                var ops = Ledger.Ops.Where(op => op.TookVersion && op.Changed.Contains(key) && op.Logged.Map == map && op.Logged.On(key).Type == MapType.PnCounter);
                foreach (var op in ops.OrderBy(op => op.Recorded!.Version)) sum = op.Logged.On(key) is CountWrite count ? sum + count.Delta : 0;
                var held = World.Server.Read(map, key) is { } record ? World.Server.Codec.Decode(record.Bytes.Span) : null;
                if (held?.Type == MapType.PnCounter || sum != 0)
                    if (((held?.ToValue() as Int64Value)?.Number ?? 0) != sum) throw Broken($"{map}/{key} counts {held?.ToValue()}; the deltas that were applied make {sum}.");
            }
    }

    private void Look(Device device, string map, string key)
    {
        LoggedOp[] waiting = [.. device.Log.Values.Where(op => op.Map == map && !op.IsGivenUp && op.Keys.Contains(key))];
        // What is shown after a removal depends on what it saw.
        if (waiting.Any(op => op.On(key) is not CountWrite)) return;
        var held = device.Store.Inner.Find(map, key);
        BigInteger sum = held is { } record && World.Server.Codec.Decode(record.Bytes.Span).ToValue() is Int64Value confirmed ? confirmed.Number : 0;
        foreach (var op in waiting)
        {
            // What another holder of the same log has confirmed is in the state before this one learns of it; that it must not be told twice matters more.
            if (!op.IsSettled && op.Number <= Ledger.SettledThrough(map, op.Writer)) return;
            // The same where the server has forgotten the writer, until it has said so.
            if (!op.IsSettled && Ledger.WasForgotten(map, op.Writer)) return;
            if (Ledger.Find(op.OpId) is { TookVersion: true, Recorded: { } result } && result.Version <= (held?.Version ?? 0)) continue;
            // What only others have made too much is not shown.
            if (sum + ((CountWrite)op.On(key)).Delta is var next && next >= long.MinValue && next <= long.MaxValue) sum = next;
        }

        if (((device.Replica.Get(map, key) as Int64Value)?.Number ?? 0) != sum)
            throw Broken($"{device} shows {map}/{key} as {device.Replica.Get(map, key)}; confirmed at version {held?.Version} and waiting make {sum}.");
    }
}
