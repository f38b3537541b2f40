using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Partitions;

/// <summary>Judges one op whose number is due: permission, what it builds on, clock, and then its write. Its answer uses the number.</summary>
internal sealed class OpJudge(PartitionOptions options, IRecordCodec codec, IMapAccess access, HybridLogicalClock clock, IResolverSource resolvers)
{
    private readonly GroupJudge _groups = new(options, codec, new WriteJudge(options, codec, clock, resolvers), resolvers);
    private readonly StalledOps _stalled = new();

    public static Principal Nobody { get; } = new(string.Empty, FrozenSet<string>.Empty, ObjectValue.Empty);

    public OpJudgement Judge(Op op, WriterDraft writer, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (op.Fault is { } fault) return Refused(op, map, fault.Code, fault.Reason, fault.Key);
        if (op.IsVoid) return Refused(op, map, OpResultCode.Voided, null);

        foreach (var (write, _) in op.Writes)
            if (WhyForbidden(access, principal, map.Name, write) is { } forbidden) return Refused(op, map, OpResultCode.Forbidden, forbidden, write.Key);

        foreach (var (write, _) in op.Writes) map.Expire(write.Key, nowMs, codec, clock, overlay);
        foreach (var (write, _) in op.Writes)
            if (WhyMayNotExpire(access, principal, map, write, codec, nowMs) is { } forbidden) return Refused(op, map, OpResultCode.Forbidden, forbidden, write.Key);

        HlcTimestamp floor = default;
        foreach (var (write, after) in op.Writes)
        {
            if (Prior(op, after, writer, map) is not { } prior) continue;
            if (prior.Code.FellsFollowers() && write is (PatchWrite or RemoveWrite))
                return Refused(op, map, OpResultCode.PriorRejected, $"It builds on op {prior.Number}, which was refused.", write.Key);
            floor = HlcTimestamp.Max(floor, prior.Stamped ?? default);
        }

        // What builds on a write that got our time must not fall behind it. Nor may a writer give one timestamp twice (INV-HLC-1):
        // copies of a device send the ops of one log, each dated by its own clock, and a device that was killed dates the rest of
        // its log by a new measure of its clock.
        var at = new HlcTimestamp(op.Millis, op.Counter, writer.Writer.ClockName);
        var dated = Above(Above(at, writer.LastAt), floor);
        var admitted = clock.Admit(dated, nowMs);
        var outcome = _groups.Judge(op.Writes, new DueWrite(op.Writes[0].Write, admitted, writer.Writer.NodeId, principal, nowMs, new ElementTag(at.NodeId, op.Number, 0)), map);
        if (outcome.MayRecover && !_stalled.IsLastAttempt(map.Name, writer.Writer, op.OpId))
            return Refused(op, map, outcome.Code, outcome.Refusal.Reason) with { IsTransient = true };

        _stalled.Passed(map.Name, writer.Writer);
        if (admitted == dated) writer.Signed(dated);
        map.Keep(overlay);
        return new OpJudgement(ResultOf(op, at, outcome, map));
    }

    /// <summary>Why a user may not write this, or null.</summary>
    public static string? WhyForbidden(IMapAccess access, Principal principal, string map, Write write)
    {
        var action = write.IsRemoval ? MapAction.Remove : MapAction.Put;
        return access.Allows(principal, map, action) ? null : $"User {principal.Subject} has no {action.ToString().ToUpperInvariant()} permission on map {map}.";
    }

    /// <summary>Why a user may not let a record expire, or null. It takes the record away as a removal does (INV-TTL-3).</summary>
    public static string? WhyMayNotExpire(IMapAccess access, Principal principal, MapDraft map, Write write, IRecordCodec codec, long nowMs)
    {
        if (write.TtlMs is null || access.Allows(principal, map.Name, MapAction.Remove)) return null;
        if (map.Find(write.Key, codec).Record is { IsLive: true } record && !record.IsExpired(nowMs))
            return $"User {principal.Subject} has no REMOVE permission on map {map.Name}, which a ttl on a record that stands there needs.";
        return map.Rules.Chain?.For(write.Key) is { Count: > 0 }
            ? $"User {principal.Subject} has no REMOVE permission on map {map.Name}, which a ttl needs where a resolver judges."
            : null;
    }

    private static HlcTimestamp Above(HlcTimestamp at, HlcTimestamp floor) => at > floor ? at : floor.Next(at.NodeId);

    private static OpResult ResultOf(Op op, HlcTimestamp at, OpOutcome outcome, MapDraft map)
    {
        HlcTimestamp? stamped = outcome.At == at || outcome.Code.IsRefusal() ? null : outcome.At;
        return new OpResult(op.Number, op.OpId, outcome.Code, map.LastVersion, stamped, outcome.Refusal.Reason, outcome.Refusal.Resolver, outcome.Key);
    }

    private static OpResult? Prior(Op op, OpReference? reference, WriterDraft writer, MapDraft map)
        => reference is { } after && (after.Writer != writer.Writer || after.Number < op.Number) ? map.FindResult(after.Writer, after.Number) : null;

    private static OpJudgement Refused(Op op, MapDraft map, OpResultCode code, string? reason, string? key = null)
        => new(new OpResult(op.Number, op.OpId, code, map.LastVersion, null, reason, null, op.IsGroup || op.Fault is not null ? key : null));
}
