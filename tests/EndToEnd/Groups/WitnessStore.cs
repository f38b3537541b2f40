using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.EndToEnd.Groups;

/// <summary>A replica's store that looks at every confirmed state which the replica ever holds.</summary>
internal sealed class WitnessStore(string nodeId, string map, Action<IReadOnlyDictionary<string, Value>> look) : IReplicaStore
{
    private readonly MemoryReplicaStore _inner = new(nodeId);

    public ReplicaState Load() => _inner.Load();

    public ReplicaRecord? Find(string map, string key) => _inner.Find(map, key);

    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => _inner.Scan(map, after, most);

    public IPartStore Parts => _inner.Parts;

    public void Commit(ReplicaChange change)
    {
        _inner.Commit(change);
        if (change.PutRecords.Count == 0) return;
        var values = new Dictionary<string, Value>();
        foreach (var record in _inner.Scan(map, null, int.MaxValue))
            if (RecordCodec.Instance.Decode(record.Bytes.Span).ToValue() is { } value) values[record.Key] = value;
        look(values);
    }

    public void Dispose() => _inner.Dispose();
}
