using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>Judges the writes of an op one after another, each on what those before it have made: all of them count, or none (INV-GRP-1).</summary>
internal sealed class GroupJudge(PartitionOptions options, IRecordCodec codec, WriteJudge judge, IResolverSource resolvers)
{
    // Between ops a map whose rules take long is made to wait. One op may be a hundred writes, so there it must not wait for the end.
    private const int MostPauseMs = 1_000;

    /// <summary>Judges the writes. Where the op is not refused, the map holds what they made, to be kept.</summary>
    /// <param name="writes">The writes, each of another key; at least one.</param>
    /// <param name="due">What is common to them; its own write is not looked at.</param>
    /// <param name="map">Their map.</param>
    public OpOutcome Judge(IReadOnlyList<OpWrite> writes, DueWrite due, MapDraft map)
    {
        if (WhyMismatched(writes, map) is { } mismatch) return new(OpResultCode.TypeMismatch, due.At, new(OpResultCode.TypeMismatch, null, due.At, mismatch.Reason), writes.Count > 1 ? mismatch.Key : null);
        var outcome = writes.Count == 1 ? JudgeOne(writes[0].Write, due, map) : JudgeAll(writes, due, map);
        if (outcome.Code.IsRefusal()) map.Drop();
        return outcome;
    }

    // Of a map that was never changed the first write of the op decides.
    private static (string Key, string Reason)? WhyMismatched(IReadOnlyList<OpWrite> writes, MapDraft map)
    {
        var type = map.Type == MapType.None ? writes[0].Write.Type : map.Type;
        foreach (var (write, _) in writes)
            if (write.Type != type) return (write.Key, $"Map {map.Name} is of type {type}, and the write is for one of type {write.Type}.");
        return null;
    }

    private OpOutcome JudgeOne(Write write, DueWrite due, MapDraft map)
    {
        var judgement = judge.Judge(due with { Write = write }, map);
        if (judgement.Code.IsRefusal()) return new(judgement.Code, judgement.At, judgement);
        if (judgement.Draft is { } draft) map.Try(write.Key, draft);
        return new(judgement.Code, judgement.At);
    }

    private OpOutcome JudgeAll(IReadOnlyList<OpWrite> writes, DueWrite due, MapDraft map)
    {
        // Where newer writes stand in some of its places it comes into effect in the others, as one write of several fields does.
        var code = OpResultCode.Superseded;
        HlcTimestamp at = default;
        List<ChangedEntry> changed = [];
        foreach (var (write, _) in writes)
        {
            if (!at.IsDefault && resolvers.PauseMs(map.Name) is >= MostPauseMs and var pauseMs) return Refused(TooSlow(writes.Count, pauseMs, at), write.Key);
            var reads = new HashSet<string>(StringComparer.Ordinal);
            var judgement = judge.Judge(due with { Write = write }, map, reads);
            if (judgement.Code.IsRefusal()) return Refused(judgement, write.Key);

            at = HlcTimestamp.Max(at, judgement.At);
            if (judgement.Code == OpResultCode.Applied) code = OpResultCode.Applied;
            if (judgement.Draft is not { } draft) continue;
            map.Try(write.Key, draft);
            changed.Add(new ChangedEntry(write.Key, judgement, reads));
            if (WhyTooLarge(changed, map) is { } reason) return Refused(new(OpResultCode.TooLarge, null, at, reason), write.Key);
        }

        return WhyUndone(changed) ?? new(code, at);
    }

    // A version travels in one page and lies in one commit, so a group may not make more of it than a single write may.
    private string? WhyTooLarge(List<ChangedEntry> changed, MapDraft map)
    {
        var most = options.Limits.MaxValueBytes;
        var bound = changed.Sum(entry => (long)entry.Draft.SizeBound);
        if (bound <= most) return null;

        // The bounds are generous. What is measured once is not measured again.
        for (var i = 0; i < changed.Count; i++)
        {
            if (changed[i].IsMeasured) continue;
            var draft = changed[i].Draft with { SizeBound = codec.Encode(changed[i].Draft.Record).Length };
            changed[i] = changed[i] with { Judgement = changed[i].Judgement with { Draft = draft }, IsMeasured = true };
            map.Try(changed[i].Key, draft);
        }

        bound = changed.Sum(entry => (long)entry.Draft.SizeBound);
        return bound > most ? $"The records that the group makes would take {bound} bytes; at most {most} are accepted." : null;
    }

    // Whoever let a write pass for what an entry held that the group itself changed afterwards, is asked once more (INV-GRP-2).
    private static OpOutcome? WhyUndone(List<ChangedEntry> changed)
    {
        var later = new HashSet<string>(StringComparer.Ordinal);
        OpOutcome? refused = null;
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            var (key, judgement, reads, _) = changed[i];
            if (judgement.Hearing is { } hearing && reads.Overlaps(later) && hearing.HearAgain(changed[i].Draft.Record.ToValue()) is { } objection)
                refused = Refused(WriteJudgement.Refused(objection, judgement.At), key);
            later.Add(key);
        }

        return refused;
    }

    private static WriteJudgement TooSlow(int writes, int pauseMs, HlcTimestamp at) => new(
        OpResultCode.ResolverFailed,
        null,
        at,
        $"The resolvers take too much of the server's time for a group of {writes} writes: the map's writes would wait {pauseMs} ms, at most {MostPauseMs} ms within one group.",
        MayRecover: true);

    private static OpOutcome Refused(WriteJudgement judgement, string key) => new(judgement.Code, judgement.At, judgement, key);

    private readonly record struct ChangedEntry(string Key, WriteJudgement Judgement, HashSet<string> Reads, bool IsMeasured = false)
    {
        public DraftRecord Draft => Judgement.Draft!.Value;
    }
}
