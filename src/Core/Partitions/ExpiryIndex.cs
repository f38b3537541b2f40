namespace TopGun.Core.Partitions;

/// <summary>The records of a map that expire, in the order in which they do. It costs nothing for those that don't.</summary>
internal sealed class ExpiryIndex
{
    private readonly Dictionary<string, long> _times = new(StringComparer.Ordinal);
    private readonly SortedSet<(long AtMs, string Key)> _order = new(Comparer<(long AtMs, string Key)>.Create(Compare));

    /// <summary>When the first of them expires, in milliseconds of server time; null when none does.</summary>
    public long? FirstMs => _order.Count > 0 ? _order.Min.AtMs : null;

    /// <summary>When a key expires; 0 for never.</summary>
    public long Find(string key) => _times.GetValueOrDefault(key);

    /// <summary>Notes when a key expires; 0 for never.</summary>
    public void Set(string key, long atMs)
    {
        if (_times.Remove(key, out var before)) _order.Remove((before, key));
        if (atMs == 0) return;
        _times[key] = atMs;
        _order.Add((atMs, key));
    }

    /// <summary>The keys whose time is over, the oldest first. Nothing may be set while they are enumerated.</summary>
    public IEnumerable<string> Due(long nowMs) => _order.TakeWhile(entry => entry.AtMs <= nowMs).Select(entry => entry.Key);

    private static int Compare((long AtMs, string Key) left, (long AtMs, string Key) right)
    {
        var order = left.AtMs.CompareTo(right.AtMs);
        return order != 0 ? order : string.CompareOrdinal(left.Key, right.Key);
    }
}
