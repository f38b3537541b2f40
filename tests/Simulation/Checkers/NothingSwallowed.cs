using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Every op that a device logged comes to one end there, the one that the server recorded, and what was refused stands in the inbox.</summary>
public sealed class NothingSwallowed(SimulatedWorld world) : Checker(world)
{
    private const long HourMs = 60L * 60 * 1000;
    private const long DayMs = 24 * HourMs;

    private readonly Dictionary<Device, HashSet<long>> _inboxes = [];
    private readonly HashSet<(string Map, WriterId Writer)> _closed = [];

    /// <inheritdoc/>
    public override void Joined(Device device) => _inboxes[device] = [.. device.Store.Load().Rejections.Select(rejection => rejection.Id)];

    /// <inheritdoc/>
    public override void Storing(Device device, ReplicaChange change)
    {
        var inbox = _inboxes[device];
        foreach (var rejection in change.AddedRejections)
            if (!inbox.Add(rejection.Id)) throw Broken($"{device}: rejection id {rejection.Id} was used twice.");
        foreach (var id in change.DroppedRejections)
        {
            if (!device.Released.Contains(id)) throw Broken($"{device}: rejection {id} left the inbox, and the application had not asked for it.");
            inbox.Remove(id);
        }
    }

    /// <inheritdoc/>
    public override void Arriving(Device device, ServerFrame frame)
    {
        if (frame is not BatchStopped { Error.Code: ErrorCode.WriterClosed } stopped) return;
        var sent = device.Log.Values.Where(op => op.Map == stopped.Map && op.Writer == stopped.Writer && op is { IsSettled: false, FirstSentMs: > 0 }).ToList();
        // Where all of them were sent a moment ago, it answers what has its results.
        if (sent.Count == 0 || World.NowMs - sent.Min(op => op.FirstSentMs) >= World.Climate.WriterRetentionMs - DayMs - HourMs) _closed.Add((stopped.Map, stopped.Writer));
    }

    /// <inheritdoc/>
    public override void Changing(Device device, LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
        if (after is null ? before!.IsSettled : !after.IsSettled || before!.IsSettled) return;
        var facts = Ledger.Find(before!.OpId)!;
        if (rejection is null)
        {
            if (facts.Recorded?.Code is not (OpResultCode.Applied or OpResultCode.Superseded))
                throw Broken($"{device} takes {facts} for done; recorded is {facts.Recorded?.ToString() ?? "nothing"}.");
        }
        else if (!IsTrue(rejection.Code, facts))
        {
            throw Broken($"{device} has {facts} in the inbox as {rejection.Code}; recorded is {facts.Recorded?.ToString() ?? "nothing"}.");
        }
    }

    /// <inheritdoc/>
    public override void Ended()
    {
        foreach (var device in World.Devices)
        {
            if (device.Log.Count > 0) throw Broken($"{device} still holds {Ledger.Find(device.Log.Values.First().OpId)}.");
            if (!_inboxes[device].SetEquals(device.Replica.Rejections.Select(rejection => rejection.Id))) throw Broken($"{device} shows another inbox than it stored.");
        }

        foreach (var op in Ledger.Ops)
        {
            foreach (var device in World.Devices)
                if (op.Fates.TryGetValue(device, out var fate) && fate.Kind == FateKind.Pending) throw Broken($"{op} is pending on {device} for ever.");

            // An op can come to nothing only with its device: restored from a copy that did not have it yet.
            if (op.Recorded is null && !WasClosed(op) && op.Fates.Any(fate => fate.Value.Kind != FateKind.LoggedAgain && World.Devices.Contains(fate.Key)))
                throw Broken($"{op} was never judged.");
        }
    }

    private bool WasClosed(OpFacts facts) => _closed.Contains((facts.Logged.Map, facts.Logged.Writer));

    private bool IsTrue(RejectionCode code, OpFacts facts) => code switch
    {
        RejectionCode.GivenUp => facts is { WasGivenUp: true, Recorded.Code: OpResultCode.Voided },
        RejectionCode.OutcomeUnknown => facts.Logged.Number <= Ledger.SettledThrough(facts.Logged.Map, facts.Logged.Writer) || WasClosed(facts),
        RejectionCode.LostByRestore => false,
        _ => facts.Recorded is { } recorded && (int)recorded.Code == (int)code,
    };
}
