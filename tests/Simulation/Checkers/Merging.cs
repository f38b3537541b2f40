using TopGun.Core.Maps;
using TopGun.Core.Access;
using TopGun.Core.Counters;
using TopGun.Core.Partitions;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Each commit is judged a second time by rules of our own: the same results, versions one by one, the same records.</summary>
/// <remarks>Results are taken from what became durable, never from what a partition says it did.</remarks>
public sealed class Merging(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<(string Map, string Key), ModelRecord> _records = [];
    private readonly HashSet<(string Map, HlcTimestamp At)> _stamps = [];
    private readonly Dictionary<string, MapHorizon> _horizons = [];
    private readonly Dictionary<string, MapType> _types = [];
    private readonly Dictionary<string, MapType> _noted = [];
    private string _server = "";
    private long _head;

    /// <inheritdoc/>
    public override void Ended()
    {
        foreach (var ((map, key), model) in _records)
            if (model.IsDue(World.NowMs)) throw Broken($"{map}/{key} should have expired at {model.ExpiresAtMs}.");
    }

    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        foreach (var collected in commit.Collected) Forget(collected);
        var results = new Dictionary<(string, WriterId, long), OpResult>();
        foreach (var writer in commit.Writers)
            foreach (var result in writer.Results) results[(writer.Map, writer.Writer, result.Number)] = result;

        _head = commit.ExpectedHead;
        _server = $"~{commit.Epoch:x16}";
        foreach (var executed in batches)
        {
            foreach (var key in executed.Expired ?? [])
                if (!ExpireIfDue(executed, key)) throw Broken($"{executed.Batch.Map}/{key} was removed at {executed.AtMs} before its time.");
            var end = executed.Receipt.Stopped?.NextNumber ?? long.MaxValue;
            foreach (var op in executed.Batch.Ops)
                if (op.Number < end && results.Remove((executed.Batch.Map, executed.Batch.Writer, op.Number), out var result) && Judge(executed, op, result)) _head++;
        }

        if (results.Count > 0) throw Broken($"{results.Values.First()} was committed, but no batch of this commit has its op.");
        if (_head != commit.NewHead) throw Broken($"{_head - commit.ExpectedHead} ops changed something, but the version went from {commit.ExpectedHead} to {commit.NewHead}.");
        foreach (var record in commit.Records) Compare(record);
        foreach (var (map, type) in commit.Types)
            if (!_noted.TryAdd(map, type)) throw Broken($"{map} got its type a second time: {type} after {_noted[map]}.");
        foreach (var (map, type) in _types)
            if (_noted.GetValueOrDefault(map) != type) throw Broken($"{map} is of type {type}; stored is {_noted.GetValueOrDefault(map)}.");
    }

    private void Forget(MapCollection collected)
    {
        var (map, horizon, keys) = collected;
        if (_horizons.TryGetValue(map, out var before) && (before.Version > horizon.Version || before.At > horizon.At)) throw Broken($"The horizon of {map} went from {before} back to {horizon}.");
        _horizons[map] = horizon;
        foreach (var key in keys)
        {
            if (!_records.Remove((map, key), out var model)) throw Broken($"{map}/{key} was forgotten, but was never there.");
            if (model.IsLive || model.Version > horizon.Version) throw Broken($"{map}/{key} was forgotten at version {model.Version}, live: {model.IsLive}; the horizon is {horizon}.");
        }
    }

    private void Compare(RecordChange record)
    {
        var model = _records.GetValueOrDefault((record.Map, record.Key)) ?? throw Broken($"{record.Map}/{record.Key} has a record, but nothing was written.");
        if (model.DifferenceTo(RecordCodec.Instance.Decode(record.Bytes)) is { } difference) throw Broken($"{record.Map}/{record.Key} at version {record.Version} has {difference}.");
        if (model.Version != record.Version) throw Broken($"{record.Map}/{record.Key} has version {record.Version}; it changed last at {model.Version}.");
    }

    // Whether the op took a version.
    private bool Judge(ExecutedBatch executed, Op op, OpResult result)
    {
        var facts = Ledger.Find(op.OpId) ?? throw Broken($"Op {op.OpId:x16} was never logged.");
        if (executed.IsRefusal) return Expect(facts, result, OpResultCode.StoreRefused);
        if (op.IsVoid) return Expect(facts, result, OpResultCode.Voided);
        if (op.Writes.Count != facts.Logged.Writes.Count || !op.Writes.Zip(facts.Logged.Writes).All(pair => Same(pair.First.Write, pair.Second.Write)))
            throw Broken($"{facts} arrived as {string.Join(" + ", op.Writes)}.");
        if (op.Writes.Any(part => (executed.Denied & (part.Write.IsRemoval ? MapAction.Remove : MapAction.Put)) != 0)) return Expect(facts, result, OpResultCode.Forbidden);

        foreach (var (write, _) in op.Writes) ExpireIfDue(executed, write.Key);
        if ((executed.Denied & MapAction.Remove) != 0 && op.Writes.Any(part => part.Write.TtlMs is not null && _records.GetValueOrDefault((executed.Batch.Map, part.Write.Key)) is { IsLive: true }))
            return Expect(facts, result, OpResultCode.Forbidden);

        foreach (var (write, after) in op.Writes)
        {
            if (PriorOf(executed, after) is not { } prior || !prior.Code.FellsFollowers() || write is not (PatchWrite or RemoveWrite)) continue;
            if (result.Code == OpResultCode.PriorRejected) return false;
            if (!IsConfirmed(executed, after!.Value)) throw Broken($"{facts} got {result.Code}, but builds on an op that got {prior.Code}.");
        }

        var type = _types.GetValueOrDefault(executed.Batch.Map, op.Writes[0].Write.Type);
        if (op.Writes.Any(part => part.Write.Type != type)) return Expect(facts, result, OpResultCode.TypeMismatch);

        // A refusal does not say at what time it was refused, and that decides nothing.
        var at = result.Stamped ?? new HlcTimestamp(op.Millis, op.Counter, executed.Batch.Writer.ClockName);
        if (result.Code is OpResultCode.Applied or OpResultCode.Superseded) CheckTime(executed, op, facts, at);
        return Apply(executed, op, facts, result, at);
    }

    // All of its writes or none, in one version.
    private bool Apply(ExecutedBatch executed, Op op, OpFacts facts, OpResult result, HlcTimestamp at)
    {
        var (map, nextVersion) = (executed.Batch.Map, _head + 1);
        var changed = new Dictionary<string, ModelRecord>();
        var code = OpResultCode.Superseded;
        foreach (var (write, _) in op.Writes)
        {
            var model = _records.GetValueOrDefault((map, write.Key))?.Copy() ?? new ModelRecord();
            var wasLive = model.IsLive;
            var horizon = _horizons.GetValueOrDefault(map);
            if (wasLive && model.Version <= horizon.Version) model.Prune();
            var isOld = write.Type == MapType.Lww && !horizon.At.IsDefault && !ModelRecord.IsNewer(at, horizon.At);
            var isTooOld = isOld && (model.Version == 0 ? write is not PatchWrite { Base: WriteBase.Live } : wasLive && model.Lacks(write));
            var (verdict, hasChanged) = isTooOld ? (OpResultCode.TooOld, false) : write.Type == MapType.Lww ? model.Apply(write, at, executed.AtMs) : model.Apply(write, executed.Batch.Writer, op.Number);
            if (verdict.IsRefusal())
            {
                if (op.IsGroup && result.Key != write.Key) throw Broken($"{facts} was refused for key {result.Key}; {write.Key} was right.");
                return Expect(facts, result, verdict);
            }

            if (verdict == OpResultCode.Applied) code = verdict;
            if (!hasChanged) continue;
            changed[write.Key] = model;
            if (!wasLive && write is PatchWrite { Base: WriteBase.Live }) throw Broken($"{facts} brought a removed record back.");
        }

        Expect(facts, result, code);
        if (changed.Count == 0) return false;
        facts.TookVersion = true;
        facts.Changed.AddRange(changed.Keys);
        if (result.Version != nextVersion) throw Broken($"{facts} changed something at version {result.Version}; {nextVersion} was next.");
        if (!_stamps.Add((map, at))) throw Broken($"{facts} has the timestamp {at} of another op.");
        _types.TryAdd(map, op.Writes[0].Write.Type);
        foreach (var (key, model) in changed)
        {
            model.Version = nextVersion;
            _records[(map, key)] = model;
        }

        return true;
    }

    // At a version of its own, before whatever is judged on it.
    private bool ExpireIfDue(ExecutedBatch executed, string key)
    {
        if (_records.GetValueOrDefault((executed.Batch.Map, key)) is not { } model || !model.IsDue(executed.AtMs)) return false;
        model.Expire(_server);
        model.Version = ++_head;
        return true;
    }

    private void CheckTime(ExecutedBatch executed, Op op, OpFacts facts, HlcTimestamp at)
    {
        if (at.Millis > executed.AtMs + World.Server.Options.MaxClockDriftMs) throw Broken($"{facts} was taken at {at}, which is {at.Millis - executed.AtMs} ms ahead.");
        foreach (var (_, after) in op.Writes)
            if (PriorOf(executed, after)?.Stamped is { } floor && !ModelRecord.IsNewer(at, floor) && !IsConfirmed(executed, after!.Value))
                throw Broken($"{facts} was taken at {at}, but builds on an op that the server stamped {floor}.");
    }

    private OpResult? PriorOf(ExecutedBatch executed, OpReference? after)
        => after is { } prior ? Ledger.ResultOf(executed.Batch.Map, prior.Writer, prior.Number) : null;

    // Of what was confirmed the server need not know any more.
    private bool IsConfirmed(ExecutedBatch executed, OpReference after) => after.Number <= Ledger.SettledThrough(executed.Batch.Map, after.Writer);

    private bool Expect(OpFacts facts, OpResult result, OpResultCode code)
        => result.Code == code ? false : throw Broken($"{facts} got {result.Code} ({result.Reason}); {code} was right.");

    // Travelling copies the dictionaries of a write, which compare by reference.
    private static bool Same(Write one, Write other) => one.Equals(other) || (one.TtlMs == other.TtlMs && (one, other) switch
    {
        (PatchWrite l, PatchWrite r) => l.Key == r.Key && l.Base == r.Base && l.Erase.Order().SequenceEqual(r.Erase.Order())
            && l.Set.Count == r.Set.Count && l.Set.All(pair => r.Set.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value)),
        (AddElementsWrite l, AddElementsWrite r) => l.Key == r.Key && Same(l.Elements, r.Elements),
        (RemoveElementsWrite l, RemoveElementsWrite r) => l.Key == r.Key && Same(l.Elements!, r.Elements!),
        _ => false,
    });

    private static bool Same(IReadOnlyList<SeenElement> one, IReadOnlyList<SeenElement> other)
        => one.Count == other.Count && one.Zip(other).All(pair => pair.First.Value.Equals(pair.Second.Value) && pair.First.Tags!.SequenceEqual(pair.Second.Tags!));
}
