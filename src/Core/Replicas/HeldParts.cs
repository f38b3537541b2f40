using TopGun.Core.Queries;

namespace TopGun.Core.Replicas;

/// <summary>The parts of maps that a replica holds, in step with its store.</summary>
internal sealed class HeldParts
{
    private readonly SortedDictionary<long, PartReplica> _parts = [];
    private readonly Dictionary<string, List<long>> _ofMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PartQuery> _queries = [];

    public HeldParts(IEnumerable<PartReplica> parts)
    {
        foreach (var part in parts) Put(part);
    }

    /// <summary>An id that no part has.</summary>
    public long NextId => _parts.Count == 0 ? 1 : _parts.Keys.Max() + 1;

    /// <summary>Whether any part of a map is held.</summary>
    public bool HasAny(string map) => _ofMaps.ContainsKey(map);

    /// <summary>Whether of any part of a map the records are held without some of their fields.</summary>
    public bool HasPartial(string map) => _ofMaps.TryGetValue(map, out var ids) && ids.Any(id => !_parts[id].HasWholeRecords);

    /// <summary>What makes a part.</summary>
    public PartQuery Of(PartReplica part)
    {
        if (_queries.TryGetValue(part.Id, out var query) && ReferenceEquals(query.Query, part.Query)) return query;
        return _queries[part.Id] = new PartQuery(part.Query);
    }

    /// <summary>The parts of a map, in the order in which they came to be held.</summary>
    public IReadOnlyList<PartReplica> Of(string map) => _ofMaps.TryGetValue(map, out var ids) ? [.. ids.Select(id => _parts[id])] : [];

    public PartReplica? Find(long id) => _parts.GetValueOrDefault(id);

    public PartReplica? Find(string map, MapQuery query) => Of(map).FirstOrDefault(part => part.Query.Equals(query));

    public void Take(ReplicaChange change)
    {
        foreach (var part in change.PutParts) Put(part);
        foreach (var part in change.DroppedParts)
        {
            if (!_parts.Remove(part.Id)) continue;
            _queries.Remove(part.Id);
            _ofMaps[part.Map].Remove(part.Id);
            if (_ofMaps[part.Map].Count == 0) _ofMaps.Remove(part.Map);
        }
    }

    private void Put(PartReplica part)
    {
        if (!_parts.TryAdd(part.Id, part))
        {
            _parts[part.Id] = part;
            return;
        }

        if (!_ofMaps.TryGetValue(part.Map, out var ids)) _ofMaps[part.Map] = ids = [];
        ids.Add(part.Id);
    }
}
