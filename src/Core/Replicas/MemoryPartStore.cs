using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>The rows of parts in memory.</summary>
internal sealed class MemoryPartStore : IPartStore
{
    private readonly Dictionary<string, SortedDictionary<string, SortedDictionary<long, ReplicaRecord>>> _maps = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, PartReplica> _parts = [];

    public IReadOnlyList<PartReplica> Parts => [.. _parts.Values];

    public IReadOnlyList<PartRow> Find(string map, string key)
        => _maps.TryGetValue(map, out var keys) && keys.TryGetValue(key, out var rows) ? [.. rows.Select(row => new PartRow(row.Key, row.Value))] : [];

    public IReadOnlyList<string> ScanKeys(string map, string? after, int most)
        => _maps.TryGetValue(map, out var keys) ? [.. keys.Keys.Where(key => after is null || Utf8Order.Compare(key, after) > 0).Take(most)] : [];

    public IReadOnlyList<ReplicaRecord> Scan(string map, long part, string? after, int most)
        => _maps.TryGetValue(map, out var keys)
            ? [.. keys.Where(rows => (after is null || Utf8Order.Compare(rows.Key, after) > 0) && rows.Value.ContainsKey(part)).Take(most).Select(rows => rows.Value[part])]
            : [];

    public MemoryPartStore Copy()
    {
        var copy = new MemoryPartStore();
        foreach (var (id, part) in _parts) copy._parts[id] = part;
        foreach (var (map, keys) in _maps)
            foreach (var rows in keys.Values)
                foreach (var (part, record) in rows) copy.Put(map, part, record);
        return copy;
    }

    public void Commit(ReplicaChange change)
    {
        foreach (var (map, part, record) in change.PutRows) Put(map, part, record);
        foreach (var (map, part, key) in change.DroppedRows) Drop(map, part, key);
        foreach (var (map, part, generation) in change.SweptParts) Sweep(map, part, record => record.Generation < generation);
        foreach (var part in change.PutParts) _parts[part.Id] = part;
        foreach (var part in change.DroppedParts)
        {
            _parts.Remove(part.Id);
            Sweep(part.Map, part.Id, _ => true);
        }
    }

    private void Put(string map, long part, ReplicaRecord record)
    {
        if (!_maps.TryGetValue(map, out var keys)) _maps[map] = keys = new(Utf8Order.Comparer);
        if (!keys.TryGetValue(record.Key, out var rows)) keys[record.Key] = rows = [];
        rows[part] = record;
    }

    private void Drop(string map, long part, string key)
    {
        if (!_maps.TryGetValue(map, out var keys) || !keys.TryGetValue(key, out var rows)) return;
        if (rows.Remove(part) && rows.Count == 0) keys.Remove(key);
    }

    private void Sweep(string map, long part, Func<ReplicaRecord, bool> which)
    {
        if (!_maps.TryGetValue(map, out var keys)) return;
        foreach (var key in keys.Where(rows => rows.Value.TryGetValue(part, out var record) && which(record)).Select(rows => rows.Key).ToList()) Drop(map, part, key);
    }
}
