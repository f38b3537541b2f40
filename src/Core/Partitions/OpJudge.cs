using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Partitions;

/// <summary>Judges one op whose number is due: permission, what it builds on, clock, merge. Its answer is final and uses the number.</summary>
internal sealed class OpJudge(PartitionOptions options, IRecordCodec codec, IMapAccess access, HybridLogicalClock clock)
{
    public static Principal Nobody { get; } = new(string.Empty, FrozenSet<string>.Empty, ObjectValue.Empty);

    public OpResult Judge(Op op, WriterDraft writer, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (op.Fault is { } fault) return Refused(op, map, fault.Code, fault.Reason);
        if (op.Write is not { } write) return Refused(op, map, OpResultCode.Voided, null);

        var action = write.IsRemoval ? MapAction.Remove : MapAction.Put;
        if (!access.Allows(principal, map.Name, action))
            return Refused(op, map, OpResultCode.Forbidden, $"User {principal.Subject} has no {action.ToString().ToUpperInvariant()} permission on map {map.Name}.");

        var prior = Prior(op, writer, map);
        if (prior is not null && prior.Code.FellsFollowers() && write is (PatchWrite or RemoveWrite))
            return Refused(op, map, OpResultCode.PriorRejected, $"It builds on op {prior.Number}, which was refused.");

        // What builds on a write that got our time must not fall behind it. Nor may a writer give one timestamp twice (INV-HLC-1):
        // copies of a device send the ops of one log, each dated by its own clock, and a device that was killed dates the rest of
        // its log by a new measure of its clock.
        var at = new HlcTimestamp(op.Millis, op.Counter, writer.Writer.ClockName);
        var dated = Above(Above(at, writer.LastAt), prior?.Stamped ?? default);
        var admitted = clock.Admit(dated, nowMs);
        if (admitted == dated) writer.Signed(dated);
        return Merge(op, write, admitted, at, map, overlay);
    }

    private static HlcTimestamp Above(HlcTimestamp at, HlcTimestamp floor) => at > floor ? at : floor.Next(at.NodeId);

    private OpResult Merge(Op op, Write write, HlcTimestamp admitted, HlcTimestamp at, MapDraft map, Overlay overlay)
    {
        var local = map.Find(write.Key, codec);
        var outcome = LwwMerge.Apply(local.Record, write, admitted);
        HlcTimestamp? stamped = admitted == at ? null : admitted;
        if (outcome.Verdict == WriteVerdict.RecordRemoved)
            return Refused(op, map, OpResultCode.RecordRemoved, "The record was removed.");

        if (!outcome.Changed)
            return new OpResult(op.Number, op.OpId, outcome.Verdict == WriteVerdict.Applied ? OpResultCode.Applied : OpResultCode.Superseded, map.LastVersion, stamped);

        var bound = (int)Math.Min(int.MaxValue, local.SizeBound + WriteSize.Bound(write));
        if (bound > options.Limits.MaxValueBytes && (bound = codec.Encode(outcome.Record).Length) > options.Limits.MaxValueBytes)
            return Refused(op, map, OpResultCode.TooLarge, $"The record would take {bound} bytes; at most {options.Limits.MaxValueBytes} are accepted.");

        map.LastVersion = ++overlay.Head;
        map.Records[write.Key] = new DraftRecord(outcome.Record, overlay.Head, bound);
        return new OpResult(op.Number, op.OpId, OpResultCode.Applied, overlay.Head, stamped);
    }

    private static OpResult? Prior(Op op, WriterDraft writer, MapDraft map)
        => op.After is { } after && (after.Writer != writer.Writer || after.Number < op.Number) ? map.FindResult(after.Writer, after.Number) : null;

    private static OpResult Refused(Op op, MapDraft map, OpResultCode code, string? reason)
        => new(op.Number, op.OpId, code, map.LastVersion, null, reason);
}
