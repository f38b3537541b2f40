using TopGun.Core.Replicas;
using TopGun.Core.Time;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Where a device's clock could be measured, an op travels with the time at which it was truly made, however wrong that clock is.</summary>
public sealed class Clocks(SimulatedWorld world) : Checker(world)
{
    // Between two measurements a monotonic clock of this world drifts by at most this much of the time that passed.
    private const long DriftDivisor = 10_000;

    // A timestamp may be that far ahead of the server's clock, and one that is made on it comes after it.
    private const long AheadMs = 500;

    private readonly Dictionary<BootOffset, (long ErrorMs, long AtMs)> _measured = [];
    private readonly Dictionary<(string Node, string Map), long> _slackMs = [];
    private readonly HashSet<(string Node, string Map)> _guessed = [];

    /// <inheritdoc/>
    public override void Storing(Device device, ReplicaChange change)
    {
        if (change.Time is not { } time || time.Boots[^1] is var offset && _measured.ContainsKey(offset)) return;
        // A wall clock that was set is stored anew with the measure of the monotonic one that stands.
        foreach (var (known, measure) in _measured.ToArray())
            if (known.BootId == offset.BootId && known.MonotonicToServerMs == offset.MonotonicToServerMs)
            {
                _measured[offset] = measure;
                return;
            }

        var reading = device.Clock.Read(World.NowMs);
        var error = reading.MonotonicMs + time.Boots[^1].MonotonicToServerMs - World.NowMs;
        var bound = (World.NowMs - device.AskedMs) / 2 + 2;
        if (Math.Abs(error) > bound) throw Broken($"{device} measured the server's time {error} ms wrong; its question took {World.NowMs - device.AskedMs} ms.");
        _measured[time.Boots[^1]] = (error, World.NowMs);
    }

    /// <inheritdoc/>
    public override void Changing(Device device, LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
        if (before is not { FirstSentMs: 0 } || after is not { FirstSentMs: > 0 }) return;

        var facts = Ledger.Find(after.OpId)!;
        var time = device.Time;
        var own = time.Boots.FirstOrDefault(boot => boot.BootId == after.Made.BootId);
        var log = (after.Writer.NodeId, after.Map);
        // What a clock that was never measured said stands below all that follows on the map, and so does what the server stamped.
        if (own.BootId is null || after.MadeOn != facts.Logged.MadeOn) _guessed.Add(log);
        if (_guessed.Contains(log)) return;

        var (error, atMs) = _measured[own];
        var slack = Math.Abs(error) + Math.Abs(atMs - facts.MadeMs) / DriftDivisor + 2;
        if (after.At.Millis < facts.MadeMs - slack) throw Broken($"{device} dates {facts} {facts.MadeMs - after.At.Millis} ms too early; {slack} can be explained.");

        // It comes after what was written before it, which an earlier measure may have dated worse.
        slack = _slackMs[log] = Math.Max(slack, _slackMs.GetValueOrDefault(log));
        if (after.At.Millis > facts.MadeMs + slack + AheadMs) throw Broken($"{device} dates {facts} {after.At.Millis - facts.MadeMs} ms too late; {slack + AheadMs} can be explained.");
    }
}
