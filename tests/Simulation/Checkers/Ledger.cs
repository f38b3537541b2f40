using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>The book that all checkers read: each op ever logged, by its id, and each result ever made durable.</summary>
public sealed class Ledger(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<ulong, OpFacts> _ops = [];
    private readonly Dictionary<(string Map, WriterId Writer, long Number), OpResult> _results = [];
    private readonly Dictionary<(string Map, WriterId Writer), long> _settledThrough = [];

    private readonly HashSet<(string Map, WriterId Writer)> _forgottenWriters = [];
    private readonly Dictionary<(string Map, string Key), long> _forgotten = [];
    private readonly Dictionary<(string Map, string Key), long> _versions = [];

    /// <summary>Up to which version it is forgotten what became of a key; 0 when all is remembered.</summary>
    public long ForgottenThrough(string map, string key) => _forgotten.GetValueOrDefault((map, key));

    /// <summary>The version of the last durable change of a key; 0 when there was none.</summary>
    public long VersionOf(string map, string key) => _versions.GetValueOrDefault((map, key));

    /// <summary>Whether the server has ever forgotten a writer.</summary>
    public bool WasForgotten(string map, WriterId writer) => _forgottenWriters.Contains((map, writer));

    /// <summary>How many writers the server has forgotten.</summary>
    public int ForgottenWriters => _forgottenWriters.Count;

    /// <summary>All ops.</summary>
    public IReadOnlyCollection<OpFacts> Ops => _ops.Values;

    /// <summary>An op by its id; null when nobody ever logged it.</summary>
    public OpFacts? Find(ulong opId) => _ops.GetValueOrDefault(opId);

    /// <summary>The durable result under a number; null when there is none.</summary>
    public OpResult? ResultOf(string map, WriterId writer, long number) => _results.GetValueOrDefault((map, writer, number));

    /// <summary>Up to which number any device has confirmed the results of a writer, in a durable commit.</summary>
    public long SettledThrough(string map, WriterId writer) => _settledThrough.GetValueOrDefault((map, writer));

    /// <inheritdoc/>
    public override void Joined(Device device)
    {
        foreach (var op in device.Log.Values)
            _ops[op.OpId].Fates[device] = new Fate(op.IsSettled ? FateKind.Accepted : FateKind.Pending);
    }

    /// <inheritdoc/>
    public override void Changing(Device device, LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
        if (after is null)
        {
            var kind = rejection is null ? FateKind.Accepted : FateKind.Inbox;
            _ops[before!.OpId].Fates[device] = new Fate(kind, rejection?.Code ?? default);
            return;
        }

        if (before is null || before.OpId != after.OpId)
        {
            var again = before is null ? null : _ops[before.OpId];
            if (again is not null) again.Fates[device] = new Fate(FateKind.LoggedAgain);
            _ops.Add(after.OpId, new OpFacts
            {
                Logged = after,
                MadeMs = again?.MadeMs ?? World.NowMs,
            });
        }

        var facts = _ops[after.OpId];
        facts.WasGivenUp |= after.IsGivenUp;
        facts.Fates[device] = new Fate(after.IsSettled ? FateKind.Accepted : FateKind.Pending);
    }

    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        foreach (var record in commit.Records) _versions[(record.Map, record.Key)] = record.Version;
        foreach (var collected in commit.Collected)
            foreach (var key in collected.Keys) _forgotten[(collected.Map, key)] = collected.Horizon.Version;
        foreach (var writer in commit.Writers)
        {
            var key = (writer.Map, writer.Writer);
            if (writer.IsForgotten) _forgottenWriters.Add(key);
            _settledThrough[key] = Math.Max(_settledThrough.GetValueOrDefault(key), writer.SettledThrough);
            foreach (var result in writer.Results)
            {
                // Who checks that nothing is recorded twice stands before this book, which only keeps the first.
                _results.TryAdd((writer.Map, writer.Writer, result.Number), result);
                if (_ops.TryGetValue(result.OpId, out var facts)) facts.Recorded ??= result;
            }
        }
    }
}
