using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Resolvers;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Calls;

/// <summary>Judges the writes of callers without an op log, in the order of everything else that is written. The server dates them.</summary>
internal sealed class WriteDesk(PartitionOptions options, IRecordCodec codec, IMapAccess access, HybridLogicalClock clock, IResolverSource resolvers)
{
    private const int RetryAfterMs = 500;

    private readonly GroupJudge _groups = new(options, codec, new WriteJudge(options, codec, clock, resolvers), resolvers);

    /// <summary>Judges a call, or finds that it is the repeat of one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="moment">Of a keyed call: before the store was asked.</param>
    /// <param name="stored">Of a keyed call: what the store knew of the key, or null.</param>
    /// <param name="map">The map.</param>
    /// <param name="overlay">Its partition's overlay.</param>
    /// <param name="principal">Who calls.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    public WriteAnswer Judge(WriteCall call, KeyMoment? moment, KeyedOutcome? stored, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (call.Keyed is { } keyed)
        {
            if (moment is null || !map.Committed.Keys.Covers(moment)) return WriteLooksAgain.Instance;
            var known = map.FindKeyed(principal.Subject, keyed.Key) ?? stored;
            if (known is not null && nowMs - known.AtMs < IdempotencyKey.KeepMs) return Repeat(known, keyed);
        }

        if (WhyNotNow(map, overlay) is { } error) return new WriteNotJudged(error);
        if (Judge(call, map, overlay, principal, nowMs) is not { } outcome) return NotNow(map);
        // Who may write nothing of the map could fill the store with refusals. One that is not kept is judged anew, and nothing came into effect.
        if (outcome.Code == OpResultCode.Forbidden && !access.Allows(principal, map.Name, MapAction.Put) && !access.Allows(principal, map.Name, MapAction.Remove)) return outcome;
        if (call.Keyed is not null) map.Keyed[(principal.Subject, call.Keyed.Key)] = new KeyedOutcome(map.Name, principal.Subject, call.Keyed, nowMs, outcome);
        return outcome;
    }

    // Null when a resolver failed for a reason that may pass: that is no answer that could be kept.
    private CallOutcome? Judge(WriteCall call, MapDraft map, Overlay overlay, Principal principal, long nowMs)
    {
        if (call.Fault is { } fault) return new CallOutcome(fault.Code, map.LastVersion, fault.Reason, null, fault.Key);
        foreach (var (write, _) in call.Writes)
            if (OpJudge.WhyForbidden(access, principal, map.Name, write) is { } forbidden) return Forbidden(forbidden, write, map);

        foreach (var (write, _) in call.Writes) map.Expire(write.Key, nowMs, codec, clock, overlay);
        foreach (var (write, _) in call.Writes)
            if (OpJudge.WhyMayNotExpire(access, principal, map, write, codec, nowMs) is { } forbidden) return Forbidden(forbidden, write, map);

        var at = clock.Now(nowMs);
        var due = new DueWrite(call.Writes[0].Write, at, WriteCall.NodeId, principal, nowMs, TagOf(at));
        var outcome = _groups.Judge(call.Writes, due, map);
        if (outcome.MayRecover) return null;
        map.Keep(overlay);
        var key = outcome.Key ?? (outcome.Code.IsRefusal() ? call.Writes[0].Write.Key : null);
        return new CallOutcome(outcome.Code, map.LastVersion, outcome.Refusal.Reason, outcome.Refusal.Resolver, key);
    }

    // There is no op with a number. The server's clock gives no timestamp twice, and no other server gives it at all (INV-HLC-1).
    private static ElementTag TagOf(HlcTimestamp at) => new(at.NodeId, (at.Millis << 16) | at.Counter, 0);

    private SyncError? WhyNotNow(MapDraft map, Overlay overlay)
    {
        if (overlay.SizeBound >= options.MaxCommitBytes)
            return new SyncError(ErrorCode.Unavailable, $"The records of the commit that is gathering take up to {overlay.SizeBound} bytes; it is full.", 1);
        return map.Rules.Chain is not null && resolvers.PauseMs(map.Name) is > 0 and var pauseMs
            ? new SyncError(ErrorCode.RateLimited, $"The resolvers of map {map.Name} have taken more than their share of the server's time; its writes wait {pauseMs} ms.", pauseMs)
            : null;
    }

    private static WriteAnswer Repeat(KeyedOutcome known, KeyedWrite again)
        => known.Write.Digest.Span.SequenceEqual(again.Digest.Span)
            ? known.Outcome
            : new WriteNotJudged(new SyncError(
                ErrorCode.KeyReused,
                $"Idempotency key \"{again.Key}\" was used for another write of map {known.Map} in the last 24 hours; draw a key for each write.",
                Metadata: new Dictionary<string, string> { ["map"] = known.Map, ["idempotency_key"] = again.Key }));

    private static CallOutcome Forbidden(string reason, Write write, MapDraft map) => new(OpResultCode.Forbidden, map.LastVersion, reason, null, write.Key);

    private static WriteNotJudged NotNow(MapDraft map)
        => new(new SyncError(ErrorCode.Unavailable, $"A resolver of map {map.Name} could not judge the write now; nothing has changed.", RetryAfterMs));
}
