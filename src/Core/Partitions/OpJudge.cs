using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Partitions;

/// <summary>Judges one op whose number is due: permission, what it builds on, clock, and then its write. Its answer uses the number.</summary>
internal sealed class OpJudge(PartitionOptions options, IRecordCodec codec, IMapAccess access, HybridLogicalClock clock, IResolverSource resolvers)
{
    private readonly WriteJudge _writes = new(options, codec, clock, resolvers);
    private readonly StalledOps _stalled = new();

    public static Principal Nobody { get; } = new(string.Empty, FrozenSet<string>.Empty, ObjectValue.Empty);

    public OpJudgement Judge(Op op, WriterDraft writer, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (op.Fault is { } fault) return Refused(op, map, fault.Code, fault.Reason);
        if (op.Write is not { } write) return Refused(op, map, OpResultCode.Voided, null);

        if (WhyForbidden(access, principal, map.Name, write) is { } forbidden) return Refused(op, map, OpResultCode.Forbidden, forbidden);

        var prior = Prior(op, writer, map);
        if (prior is not null && prior.Code.FellsFollowers() && write is (PatchWrite or RemoveWrite))
            return Refused(op, map, OpResultCode.PriorRejected, $"It builds on op {prior.Number}, which was refused.");

        // What builds on a write that got our time must not fall behind it. Nor may a writer give one timestamp twice (INV-HLC-1):
        // copies of a device send the ops of one log, each dated by its own clock, and a device that was killed dates the rest of
        // its log by a new measure of its clock.
        var at = new HlcTimestamp(op.Millis, op.Counter, writer.Writer.ClockName);
        var dated = Above(Above(at, writer.LastAt), prior?.Stamped ?? default);
        var admitted = clock.Admit(dated, nowMs);
        var judgement = _writes.Judge(new DueWrite(write, admitted, writer.Writer.NodeId, principal, nowMs), map);
        if (judgement.MayRecover && !_stalled.IsLastAttempt(map.Name, writer.Writer, op.OpId))
            return Refused(op, map, judgement.Code, judgement.Reason) with { IsTransient = true };

        _stalled.Passed(map.Name, writer.Writer);
        if (admitted == dated) writer.Signed(dated);
        return new OpJudgement(Take(op, write, at, judgement, map, overlay));
    }

    /// <summary>Why a user may not write this, or null.</summary>
    public static string? WhyForbidden(IMapAccess access, Principal principal, string map, Write write)
    {
        var action = write.IsRemoval ? MapAction.Remove : MapAction.Put;
        return access.Allows(principal, map, action) ? null : $"User {principal.Subject} has no {action.ToString().ToUpperInvariant()} permission on map {map}.";
    }

    private static HlcTimestamp Above(HlcTimestamp at, HlcTimestamp floor) => at > floor ? at : floor.Next(at.NodeId);

    private static OpResult Take(Op op, Write write, HlcTimestamp at, WriteJudgement judgement, MapDraft map, Overlay overlay)
    {
        if (judgement.Record is { } record)
        {
            map.LastVersion = ++overlay.Head;
            map.Records[write.Key] = new DraftRecord(record, overlay.Head, judgement.SizeBound);
        }

        HlcTimestamp? stamped = judgement.At == at || judgement.Code.IsRefusal() ? null : judgement.At;
        return new OpResult(op.Number, op.OpId, judgement.Code, map.LastVersion, stamped, judgement.Reason, judgement.Resolver);
    }

    private static OpResult? Prior(Op op, WriterDraft writer, MapDraft map)
        => op.After is { } after && (after.Writer != writer.Writer || after.Number < op.Number) ? map.FindResult(after.Writer, after.Number) : null;

    private static OpJudgement Refused(Op op, MapDraft map, OpResultCode code, string? reason)
        => new(new OpResult(op.Number, op.OpId, code, map.LastVersion, null, reason));
}
