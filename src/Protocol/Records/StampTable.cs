using TopGun.Core.Time;

namespace TopGun.Protocol.Records;

/// <summary>The timestamps of a record, each once, in the order of their first use.</summary>
internal sealed class StampTable
{
    // Most records have a handful, where looking at each is faster than hashing; the bound keeps a record of thousands linear.
    private const int MaxScanned = 16;

    private readonly List<HlcTimestamp> _stamps = [];
    private Dictionary<HlcTimestamp, int>? _indexes;

    /// <summary>How many there are.</summary>
    public int Count => _stamps.Count;

    /// <summary>The timestamp at an index.</summary>
    public HlcTimestamp this[int index] => _stamps[index];

    /// <summary>The index of a timestamp, which is added if need be.</summary>
    public int IndexOf(HlcTimestamp stamp)
    {
        var index = Find(stamp);
        if (index >= 0) return index;

        _stamps.Add(stamp);
        _indexes?.Add(stamp, _stamps.Count - 1);
        if (_stamps.Count == MaxScanned) _indexes = _stamps.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return _stamps.Count - 1;
    }

    private int Find(HlcTimestamp stamp)
        => _indexes is null ? _stamps.IndexOf(stamp) : _indexes.GetValueOrDefault(stamp, -1);
}
