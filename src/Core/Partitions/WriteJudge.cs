using System.Diagnostics;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Partitions;

/// <summary>Judges what a permitted write makes of its record: last-write-wins, unless a conflict resolver has something to say.</summary>
internal sealed class WriteJudge(PartitionOptions options, IRecordCodec codec, HybridLogicalClock clock, IResolverSource resolvers)
{
    /// <summary>Judges a write on what ops and writes before it have made.</summary>
    /// <param name="due">The write.</param>
    /// <param name="map">Its map.</param>
    /// <param name="reads">Takes the keys of the entries that resolvers look at; null when nobody asks.</param>
    public WriteJudgement Judge(DueWrite due, MapDraft map, ISet<string>? reads = null) => Judge(due, map, map.Rules.Chain, reads);

    /// <summary>Judges a write by a chain of resolvers.</summary>
    public WriteJudgement Judge(DueWrite due, MapDraft map, ResolverChain? chain, ISet<string>? reads = null)
    {
        var local = Pruned(Now(map.Find(due.Write.Key, codec), due.NowMs), map.Horizon);
        if (IsTooOld(due, local.Record, map.Horizon)) return new(OpResultCode.TooOld, null, due.At, TooOld);
        if (chain?.For(due.Write.Key) is { Count: > 0 } concerned) return Resolve(due, map, local, concerned, reads);

        var outcome = Apply(local.Record, due, due.At);
        return WhyRefused(outcome, due.At) ?? Measure(outcome, due.At, local, due, due.Write);
    }

    private WriteJudgement Resolve(DueWrite due, MapDraft map, DraftRecord local, IReadOnlyList<IResolver> concerned, ISet<string>? reads)
    {
        var at = IsReborn(due, local.Record) ? clock.Now(due.NowMs) : due.At;
        var outcome = Apply(local.Record, due, at);
        if (WhyRefused(outcome, at) is { } refused) return refused;

        var context = ContextOf(due, at, map, local, outcome.Record, reads);
        var hearing = new Hearing(concerned, context, options.Limits, resolvers);
        var verdict = hearing.HearLayers();
        if (verdict.Objection is { } objection) return WriteJudgement.Refused(objection, at);

        var write = due.Write;
        if (verdict.IsAuthoritative)
        {
            at = clock.Now(due.NowMs);
            outcome = RecordExpiry.Take(ServerWrite.Apply(local.Record, verdict.Value, at), due.Write.TtlMs, due.NowMs);
            write = WriteOf(due.Write.Key, verdict.Value);
        }

        // What is not stored can break no rule.
        var stored = verdict.IsAuthoritative ? outcome.Record.ToValue() : context.MergedValue;
        if (outcome.Changed && hearing.HearFinal(stored) is { } last) return WriteJudgement.Refused(last, at);
        if (outcome.Changed && HearExpiry(hearing, outcome.Record, local, due) is { } never) return WriteJudgement.Refused(never, at);
        return Measure(outcome, at, local, due, write) with { Hearing = hearing };
    }

    // Whoever gives a record a time to live removes what it is by then, and rules may forbid that. They are not asked again when it goes.
    private static Objection? HearExpiry(Hearing hearing, Record record, DraftRecord local, DueWrite due)
        => due.Write.TtlMs is null || !record.IsLive ? null : hearing.HearRemoval(record.ToValue(), record.Newest, OwnerOf(record, local, due.Principal));

    private static WriteOutcome Apply(Record local, DueWrite due, HlcTimestamp at)
        => RecordExpiry.Take(WriteMerge.Apply(local, due.Write, at, due.FirstTag), due.Write.TtlMs, due.NowMs);

    // Of what is absent the server no longer knows whether it was removed after this was written (INV-TOM-2). That a patch was made on a
    // record that is gone is known all the same.
    private static bool IsTooOld(DueWrite due, Record local, MapHorizon horizon)
    {
        // What a write makes of a set or a counter does not depend on what is remembered of removals.
        if (due.At > horizon.At || due.Write.Type != MapType.Lww) return false;
        if (local.Root.At.IsDefault) return due.Write is not PatchWrite { Base: WriteBase.Live };
        return local.IsLive && due.Write switch
        {
            PatchWrite patch => patch.Set.Keys.Any(field => !local.Registers.ContainsKey(field)),
            ReplaceWrite replace => replace.Object.Fields.Keys.Any(field => !local.Registers.ContainsKey(field)),
            _ => false,
        };
    }

    // What a record remembers of erasures goes with its next write, when it is old enough.
    private static DraftRecord Pruned(DraftRecord draft, MapHorizon horizon)
        => draft.Record.IsLive && draft.Version <= horizon.Version ? draft with { Record = draft.Record.Pruned() } : draft;

    // What has expired and was not removed yet counts as removed.
    private DraftRecord Now(DraftRecord draft, long nowMs) => draft.Record.IsExpired(nowMs)
        ? draft with { Record = RecordExpiry.Remove(draft.Record, RecordExpiry.RemovedAt(draft.Record, clock.NodeId)), Owner = null }
        : draft;

    // Its writer saw the key absent, and absent it is: what came and went in between is no reason to lose the write. Rules decide who
    // gets a seat that was given back, not clocks.
    private static bool IsReborn(DueWrite due, Record local)
        => due.Write is { Base: WriteBase.Absent, IsRemoval: false } && !local.IsLive && due.At < local.Newest;

    private ResolverContext ContextOf(DueWrite due, HlcTimestamp at, MapDraft map, DraftRecord local, Record merged, ISet<string>? reads)
    {
        var value = local.Record.ToValue();
        // A write to a set or a counter does what it means, whatever stands there.
        var remote = due.Write.Type == MapType.Lww ? WriteIntent.Of(value, due.Write) : merged.ToValue();
        var newest = local.Record.Newest;
        // What is newer than all that stands there is stored as it was meant: the usual case, and the same object for both.
        var isNewest = at > newest;
        Debug.Assert(!isNewest || Equals(merged.ToValue(), remote), "What is newest is stored as it was meant.");
        return new ResolverContext
        {
            MapName = map.Name,
            MapType = due.Write.Type,
            Key = due.Write.Key,
            LocalValue = value,
            RemoteValue = remote,
            MergedValue = isNewest ? remote : merged.ToValue(),
            LocalTimestamp = newest.IsDefault ? null : newest,
            RemoteTimestamp = due.At,
            RemoteNodeId = due.NodeId,
            Principal = due.Principal,
            Owner = local.Owner,
            Entries = key =>
            {
                reads?.Add(key);
                return Now(map.Find(key, codec), due.NowMs).Record.ToValue();
            },
        };
    }

    private WriteJudgement Measure(WriteOutcome outcome, HlcTimestamp at, DraftRecord local, DueWrite due, Write write)
    {
        if (outcome.Record.Tags.Count > options.Limits.MaxSetElements)
            return new(OpResultCode.TooLarge, null, at, $"The set would have {outcome.Record.Tags.Count} elements; at most {options.Limits.MaxSetElements} are accepted.");
        if (!outcome.Changed) return new(outcome.Verdict == WriteVerdict.Applied ? OpResultCode.Applied : OpResultCode.Superseded, null, at);

        var bound = (int)Math.Min(int.MaxValue, local.SizeBound + WriteSize.Bound(write));
        if (bound > options.Limits.MaxValueBytes && (bound = codec.Encode(outcome.Record).Length) > options.Limits.MaxValueBytes)
            return new(OpResultCode.TooLarge, null, at, $"The record would take {bound} bytes; at most {options.Limits.MaxValueBytes} are accepted.");
        return new(OpResultCode.Applied, new DraftRecord(outcome.Record, local.Version, bound, OwnerOf(outcome.Record, local, due.Principal)), at);
    }

    // Whose write makes a record, owns it; a removal ends that. One that was made before owners were noted goes to the first who writes.
    private static string? OwnerOf(Record record, DraftRecord local, Principal principal)
    {
        if (!record.IsLive) return null;
        if (local is { Record.IsLive: true, Owner: { } owner }) return owner;
        return principal.Subject.Length > 0 ? principal.Subject : null;
    }

    private static Write WriteOf(string key, Value? value) => value switch
    {
        null => new RemoveWrite(key, WriteBase.Unknown),
        ObjectValue whole => new ReplaceWrite(key, WriteBase.Unknown, whole),
        _ => new ValueWrite(key, WriteBase.Unknown, value),
    };

    private const string TooOld = "It is older than what the server remembers of removals, and the key or a field that it writes is absent.";

    private static WriteJudgement? WhyRefused(WriteOutcome outcome, HlcTimestamp at) => outcome.Verdict switch
    {
        WriteVerdict.RecordRemoved => new(OpResultCode.RecordRemoved, null, at, "The record was removed."),
        WriteVerdict.TypeMismatch => new(OpResultCode.TypeMismatch, null, at, $"The record is of a map of type {outcome.Record.Type}."),
        WriteVerdict.OutOfRange => new(OpResultCode.TooLarge, null, at, $"The counter is at {outcome.Record.Root.Value}, and the sum would leave the range of 64 bits."),
        _ => null,
    };
}
