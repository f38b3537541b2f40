namespace TopGun.Core.Replicas;

/// <summary>A replica that lives in memory: for tests, for simulations, and for clients that need no offline start.</summary>
public sealed class MemoryReplicaStore : IReplicaStore
{
    private readonly Dictionary<string, OrderedRecords> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, LoggedOp> _ops = [];
    private readonly SortedDictionary<long, Rejection> _rejections = [];
    private readonly Dictionary<string, MapReplica> _maps = new(StringComparer.Ordinal);
    private readonly MemoryPartStore _parts;
    private ReplicaState _header;

    /// <summary>Makes an empty replica.</summary>
    /// <param name="nodeId">Its node id.</param>
    public MemoryReplicaStore(string nodeId)
    {
        _header = new ReplicaState(nodeId, null, Time.ServerTime.Unknown, [], [], [], 0);
        _parts = new MemoryPartStore();
    }

    private MemoryReplicaStore(MemoryReplicaStore original)
    {
        _header = original._header;
        _parts = original._parts.Copy();
        foreach (var (map, records) in original._records)
        {
            var copy = _records[map] = new OrderedRecords();
            foreach (var record in records.All) copy.Put(record);
        }

        foreach (var (position, op) in original._ops) _ops[position] = op;
        foreach (var (id, rejection) in original._rejections) _rejections[id] = rejection;
        foreach (var (map, replica) in original._maps) _maps[map] = replica;
    }

    /// <summary>A copy, as a backup of the device would make it.</summary>
    public MemoryReplicaStore Copy() => new(this);

    /// <inheritdoc/>
    public ReplicaState Load() => _header with
    {
        Maps = [.. _maps.Values],
        Ops = [.. _ops.Values],
        Rejections = [.. _rejections.Values],
        Parts = _parts.Parts,
    };

    /// <inheritdoc/>
    public ReplicaRecord? Find(string map, string key)
        => _records.TryGetValue(map, out var records) ? records.Find(key) : null;

    /// <inheritdoc/>
    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most)
        => _records.TryGetValue(map, out var records) ? [.. records.After(after).Take(most)] : [];

    /// <inheritdoc/>
    public IPartStore Parts => _parts;

    /// <inheritdoc/>
    public void Commit(ReplicaChange change)
    {
        foreach (var op in change.PutOps) _ops[op.Position] = op;
        foreach (var position in change.DroppedOps) _ops.Remove(position);
        foreach (var (map, record) in change.PutRecords)
        {
            if (!_records.TryGetValue(map, out var records)) _records[map] = records = new OrderedRecords();
            records.Put(record);
        }

        foreach (var (map, key) in change.DroppedRecords)
            if (_records.TryGetValue(map, out var records)) records.Remove(key);

        foreach (var (map, generation) in change.Swept)
            if (_records.TryGetValue(map, out var records))
                foreach (var key in records.All.Where(record => record.Generation < generation).Select(record => record.Key).ToList()) records.Remove(key);

        foreach (var map in change.DroppedMaps)
        {
            _records.Remove(map);
            _maps.Remove(map);
        }

        foreach (var map in change.PutMaps) _maps[map.Map] = map;
        _parts.Commit(change);
        foreach (var rejection in change.AddedRejections) _rejections[rejection.Id] = rejection;
        foreach (var rejection in change.AmendedRejections) _rejections[rejection.Id] = rejection;
        foreach (var id in change.DroppedRejections) _rejections.Remove(id);
        var last = Math.Max(
            change.PutOps.Select(op => op.Position).DefaultIfEmpty().Max(),
            change.AddedRejections.Select(rejection => rejection.Id).DefaultIfEmpty().Max());
        _header = _header with
        {
            Subject = change.Subject ?? _header.Subject,
            Time = change.Time ?? _header.Time,
            LastPosition = Math.Max(_header.LastPosition, last),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
