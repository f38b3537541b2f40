using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>Records of one map in memory, found by their keys and read in the order of these. Not safe for several threads at once.</summary>
internal sealed class OrderedRecords
{
    private readonly Dictionary<string, ReplicaRecord> _records = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(Utf8Order.Comparer);

    /// <summary>All records, in no order.</summary>
    public IReadOnlyCollection<ReplicaRecord> All => _records.Values;

    public ReplicaRecord? Find(string key) => _records.TryGetValue(key, out var record) ? record : null;

    public void Put(ReplicaRecord record)
    {
        if (_records.TryAdd(record.Key, record)) _keys.Add(record.Key);
        else _records[record.Key] = record;
    }

    public void Remove(string key)
    {
        if (_records.Remove(key)) _keys.Remove(key);
    }

    /// <summary>The records after a key, in order; it is looked for, not counted up to. Null for all.</summary>
    public IEnumerable<ReplicaRecord> After(string? key)
    {
        if (_keys.Max is not { } last) return [];
        if (key is null) return _keys.Select(found => _records[found]);
        if (Utf8Order.Compare(key, last) >= 0) return [];
        return _keys.GetViewBetween(key, last).SkipWhile(found => found == key).Select(found => _records[found]);
    }
}
