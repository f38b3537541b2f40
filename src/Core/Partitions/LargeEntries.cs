using TopGun.Core.Digests;

namespace TopGun.Core.Partitions;

/// <summary>The entries of records in a digest: those of large ones are kept, the others hashed each time.</summary>
/// <remarks>A leaf is hashed anew when one of its records changes. With this it hashes few bytes however large its others are, and a map of small records keeps nothing.</remarks>
internal sealed class LargeEntries
{
    private const int LargeBytes = 2 << 10;

    private readonly Dictionary<string, (long Version, Digest Entry)> _kept = new(StringComparer.Ordinal);

    /// <summary>The entry of a record.</summary>
    public Digest Of(StoredRecord record)
        => record.Bytes.Length > LargeBytes && _kept.TryGetValue(record.Key, out var kept) && kept.Version == record.Version ? kept.Entry : Hash(record);

    /// <summary>A record has become one of the map's.</summary>
    public void Take(StoredRecord record)
    {
        if (record.Bytes.Length > LargeBytes) _kept[record.Key] = (record.Version, Hash(record));
    }

    public void Remove(string key)
    {
        if (_kept.Count > 0) _kept.Remove(key);
    }

    private static Digest Hash(StoredRecord record) => DigestHash.Entry(record.Key, record.Version, record.Bytes);
}
