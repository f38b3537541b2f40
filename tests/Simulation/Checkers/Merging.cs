using TopGun.Core.Maps;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
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

    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        var results = new Dictionary<(string, WriterId, long), OpResult>();
        foreach (var writer in commit.Writers)
            foreach (var result in writer.Results) results[(writer.Map, writer.Writer, result.Number)] = result;

        var head = commit.ExpectedHead;
        foreach (var executed in batches)
        {
            var end = executed.Receipt.Stopped?.NextNumber ?? long.MaxValue;
            foreach (var op in executed.Batch.Ops)
                if (op.Number < end && results.Remove((executed.Batch.Map, executed.Batch.Writer, op.Number), out var result) && Judge(executed, op, result, head + 1)) head++;
        }

        if (results.Count > 0) throw Broken($"{results.Values.First()} was committed, but no batch of this commit has its op.");
        if (head != commit.NewHead) throw Broken($"{head - commit.ExpectedHead} ops changed something, but the version went from {commit.ExpectedHead} to {commit.NewHead}.");
        foreach (var record in commit.Records) Compare(record);
    }

    private void Compare(RecordChange record)
    {
        var difference = _records.TryGetValue((record.Map, record.Key), out var model)
            ? model.DifferenceTo(RecordCodec.Instance.Decode(record.Bytes))
            : "a record, but nothing was written";
        if (difference is not null) throw Broken($"{record.Map}/{record.Key} at version {record.Version} has {difference}.");
    }

    // Whether the op took a version.
    private bool Judge(ExecutedBatch executed, Op op, OpResult result, long nextVersion)
    {
        var facts = Ledger.Find(op.OpId) ?? throw Broken($"Op {op.OpId:x16} was never logged.");
        if (executed.IsRefusal) return Expect(facts, result, OpResultCode.StoreRefused);
        if (op.Write is not { } write) return Expect(facts, result, OpResultCode.Voided);
        if (!write.Equals(facts.Write) && !Same(write, facts.Write)) throw Broken($"{facts} arrived as {write}.");
        if ((executed.Denied & (write.IsRemoval ? MapAction.Remove : MapAction.Put)) != 0) return Expect(facts, result, OpResultCode.Forbidden);
        var prior = op.After is { } after ? Ledger.ResultOf(executed.Batch.Map, after.Writer, after.Number) : null;
        if (prior is not null && prior.Code.FellsFollowers() && write is (PatchWrite or RemoveWrite))
        {
            if (result.Code == OpResultCode.PriorRejected) return false;
            if (op.After!.Value.Number > Ledger.SettledThrough(executed.Batch.Map, op.After.Value.Writer))
                throw Broken($"{facts} got {result.Code}, but builds on an op that got {prior.Code}.");
        }

        // A refusal does not say at what time it was refused, and that decides nothing.
        var at = result.Stamped ?? new HlcTimestamp(op.Millis, op.Counter, executed.Batch.Writer.ClockName);
        if (result.Code is OpResultCode.Applied or OpResultCode.Superseded) CheckTime(executed, op, facts, at, prior);

        if (!_records.TryGetValue((executed.Batch.Map, write.Key), out var model)) _records[(executed.Batch.Map, write.Key)] = model = new ModelRecord();
        var wasLive = model.IsLive;
        var (code, changed) = model.Apply(write, at);
        Expect(facts, result, code);
        if (!changed) return false;
        facts.TookVersion = true;
        if (result.Version != nextVersion) throw Broken($"{facts} changed something at version {result.Version}; {nextVersion} was next.");
        if (!_stamps.Add((executed.Batch.Map, at))) throw Broken($"{facts} has the timestamp {at} of another op.");
        if (!wasLive && write is PatchWrite { Base: WriteBase.Live }) throw Broken($"{facts} brought a removed record back.");
        return true;
    }

    private void CheckTime(ExecutedBatch executed, Op op, OpFacts facts, HlcTimestamp at, OpResult? prior)
    {
        if (at.Millis > executed.AtMs + World.Server.Options.MaxClockDriftMs) throw Broken($"{facts} was taken at {at}, which is {at.Millis - executed.AtMs} ms ahead.");
        if (prior?.Stamped is { } floor && !ModelRecord.IsNewer(at, floor) && op.After!.Value.Number > Ledger.SettledThrough(executed.Batch.Map, op.After.Value.Writer))
            throw Broken($"{facts} was taken at {at}, but builds on an op that the server stamped {floor}.");
    }

    private bool Expect(OpFacts facts, OpResult result, OpResultCode code)
        => result.Code == code ? false : throw Broken($"{facts} got {result.Code} ({result.Reason}); {code} was right.");

    // Travelling copies the dictionaries of a write, which compare by reference.
    private static bool Same(Write one, Write other) => (one, other) switch
    {
        (PatchWrite l, PatchWrite r) => l.Key == r.Key && l.Base == r.Base && l.Erase.Order().SequenceEqual(r.Erase.Order())
            && l.Set.Count == r.Set.Count && l.Set.All(pair => r.Set.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value)),
        _ => false,
    };
}
