using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>Puts what became of ops into the inbox.</summary>
internal sealed class ReplicaInbox(ReplicaImage image)
{
    // What the server holds where it refused an op; its result follows.
    private readonly Dictionary<(string Map, WriterId Writer, long Number), Value> _standing = [];

    /// <summary>Learns what stands where an op was refused, whose result follows.</summary>
    public void Explain(MergeRejected rejected)
    {
        if (rejected.Current is { } current && image.Log(rejected.Map).FindUnsettled(rejected.Writer, rejected.Number) is { } op && op.OpId == rejected.OpId
            && image.ValueOf(current.Span) is { } value)
            _standing[(rejected.Map, rejected.Writer, rejected.Number)] = value;
    }

    /// <summary>The result of an op has come: what was told of it before is used by now, or of no use.</summary>
    public void Forget(string map, WriterId writer, long number) => _standing.Remove((map, writer, number));

    /// <summary>Takes a refused op out of the log and puts it into the inbox.</summary>
    public void Reject(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null, string? key = null)
    {
        step.Drop(op);
        step.Settled.Add(new SettledOp(op, Add(step, op, code, reason, resolver, key)));
    }

    /// <summary>Puts what became of an op into the inbox.</summary>
    public Rejection Add(ReplicaStep step, LoggedOp op, RejectionCode code, string reason, string? resolver = null, string? key = null)
    {
        var failed = op.Keys.FirstOrDefault(written => written == key);
        var standing = _standing.GetValueOrDefault((op.Map, op.Writer, op.Number));
        var rejection = new Rejection(
            image.NextPosition(), op.Map, code, reason, [.. op.Writes.Select(part => part.Write)], op.At, op.OpId, resolver, failed, standing);
        step.Change.AddedRejections.Add(rejection);
        return rejection;
    }

    /// <summary>Puts something into the inbox that was held as the server's.</summary>
    public void AddHeld(ReplicaStep step, string map, Write held, HlcTimestamp at, long version, string reason)
        => step.Change.AddedRejections.Add(new Rejection(image.NextPosition(), map, RejectionCode.LostByRestore, reason, [held], at, 0) { HeldVersion = version });

    /// <summary>The user may not read a map any more: what the server told of it goes, and what the user wrote stays.</summary>
    public void Purge(ReplicaStep step, string map)
    {
        foreach (var told in _standing.Keys.Where(told => told.Map == map).ToArray()) _standing.Remove(told);
        foreach (var rejection in image.Rejections.Values)
            if (rejection.Map == map && rejection.ServerValue is not null) step.Change.AmendedRejections.Add(rejection with { ServerValue = null });
        PurgeHeld(step, map);
    }

    /// <summary>What was held of a map goes, also where it waits in the inbox because the server has lost it.</summary>
    public void PurgeHeld(ReplicaStep step, string map)
    {
        foreach (var rejection in image.Rejections.Values)
            if (rejection.Map == map && rejection.HeldVersion > 0) step.Change.DroppedRejections.Add(rejection.Id);
    }
}
