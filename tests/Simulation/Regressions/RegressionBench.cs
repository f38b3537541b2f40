using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Regressions;

/// <summary>A replica with a clock a year behind, and a server that says what a test wants: what the regressions of replicas are told with.</summary>
public abstract class RegressionBench
{
    internal const string Map = "notes";
    internal const long NowMs = 1_700_000_000_000;
    private readonly Dice _dice = new(1);

    internal MemoryReplicaStore Store { get; } = new("node1");

    internal Replica Open() => new(Store, RecordCodec.Instance, _dice.Bits);

    internal static ReplicaSession Connect(Replica replica, SyncLimits limits, long atMs, params string[] features)
    {
        var session = new ReplicaSession(replica, [Map], "test");
        Assert.IsType<Hello>(session.Next(Wrong(atMs)));
        session.Receive(new Welcome(1, features, limits, NowMs + atMs, "ann", 25_000), Wrong(atMs));
        Assert.IsType<Subscribe>(session.Next(Wrong(atMs)));
        return session;
    }

    internal static ReplicaSession ConnectParts(Replica replica, params PartReplica[] parts)
    {
        var session = new ReplicaSession(replica, [], "test");
        Assert.IsType<Hello>(session.Next(Wrong(10)));
        session.Receive(new Welcome(1, [Features.Query], SyncLimits.Default, NowMs + 10, "ann", 25_000), Wrong(10));
        foreach (var part in parts)
        {
            session.Subscribe(part);
            Assert.IsType<Subscribe>(session.Next(Wrong(10)));
        }

        return session;
    }

    // A device whose wall clock is a year behind.
    internal static ClockReading Wrong(long ms) => new(NowMs + ms - 365L * 24 * 60 * 60 * 1000, ms, "boot");

    internal static LoggedOp Patch(Replica replica, string field, Value value, long ms)
        => replica.Patch(Map, "k", new Dictionary<string, Value> { [field] = value }, [], Wrong(ms));

    internal static ChangedRecord Changed(long version, params (string Name, Value Value, long Millis)[] fields)
        => new("k", version, RecordCodec.Instance.Encode(fields.Aggregate(
            Record.Never,
            (record, field) => LwwMerge.Apply(record, new PatchWrite("k", WriteBase.Unknown, Value.Object((field.Name, field.Value)).Fields, []), new HlcTimestamp(field.Millis, 0, "other")).Record)));

    internal static OpResults Results(LoggedOp op, long version)
        => new(Map, op.Writer, 1, [new OpResult(op.Number, op.OpId, OpResultCode.Applied, version)]);

    internal static OpResults Result(LoggedOp op, OpResultCode code)
        => new(Map, op.Writer, 1, [new OpResult(op.Number, op.OpId, code, 1)]);

    internal static IEnumerable<long> Numbers(ClientFrame? frame) => Assert.IsType<OpBatch>(frame).Ops.Select(op => op.Number);
}
