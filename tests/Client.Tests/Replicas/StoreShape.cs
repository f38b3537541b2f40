using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Tests.Replicas;

/// <summary>What a store holds, in a form that compares by content: writes as messages, bytes as text.</summary>
internal sealed record StoreShape(string Header, IReadOnlyList<string> Maps, IReadOnlyList<object> Ops, IReadOnlyList<object> Rejections, IReadOnlyList<string> Records)
{
    public static void Equal(StoreShape expected, StoreShape actual)
    {
        Assert.Equal(expected.Header, actual.Header);
        Assert.Equal(expected.Maps, actual.Maps);
        Assert.Equal(expected.Ops, actual.Ops);
        Assert.Equal(expected.Rejections, actual.Rejections);
        Assert.Equal(expected.Records, actual.Records);
    }

    public static StoreShape Of(IReplicaStore store, params string[] maps)
    {
        var state = store.Load();
        return new StoreShape(
            $"{state.Subject} {state.LastPosition} {string.Join(';', state.Time.Boots)}",
            [.. state.Maps.Select(map => map.ToString()).Order(StringComparer.Ordinal)],
            [.. state.Ops.Select(Of)],
            [.. state.Rejections.Select(Of)],
            [.. maps.SelectMany(map => store.Scan(map, null, int.MaxValue).Select(record => $"{map}/{Of(record)}"))]);
    }

    public static object Of(LoggedOp op) => (
        op.Position, op.Map, op.Writer, op.Made, op.MadeOn, op.At, op.FirstSentMs, op.IsGivenUp, op.SettledAt,
        OpMapping.ToWire(new Op(op.Number, op.OpId, op.At.Millis, op.At.Counter, op.Writes)));

    public static object Of(Rejection rejection)
        => (rejection.Id, rejection.Map, rejection.Code, rejection.Reason, rejection.At, rejection.OpId, rejection.Resolver, (rejection.FailedKey, rejection.ServerValue, WriteMapping.ToWire(rejection.Writes)));

    public static string Of(ReplicaRecord record)
        => $"{record.Key} {record.Version} {record.Generation} {record.IsLive} {Convert.ToHexString(record.Bytes.Span)}";
}
