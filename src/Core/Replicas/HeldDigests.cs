using TopGun.Core.Digests;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>The digest trie of what a replica holds of a map: read from its store once, in slices, and then kept in step with it.</summary>
internal sealed class HeldDigests(string map)
{
    // A slice takes some milliseconds, in which nothing else of the replica moves.
    private const int SliceRecords = 5_000;

    private readonly DigestTrie<HeldEntry> _trie = new(new HeldNode());
    private string? _scanned;

    /// <summary>Whether all of the store is in it.</summary>
    public bool IsBuilt { get; private set; }

    public Digest DigestOf(DigestPrefix prefix) => _trie.DigestOf(prefix);

    public IReadOnlyList<HeldEntry> ItemsOf(DigestPrefix prefix) => _trie.ItemsOf(prefix);

    /// <summary>Reads the next slice of the store, if there is one left.</summary>
    public void Build(ReplicaImage image)
    {
        if (IsBuilt) return;
        var slice = image.Scan(map, _scanned, SliceRecords);
        foreach (var record in slice) Put(record);
        IsBuilt = slice.Count < SliceRecords;
        if (slice.Count > 0) _scanned = slice[^1].Key;
    }

    /// <summary>A record was stored.</summary>
    public void Take(ReplicaRecord record)
    {
        // What lies beyond the slices that were read is read with its own.
        if (!IsBuilt && (_scanned is null || Utf8Order.Compare(record.Key, _scanned) > 0)) return;
        Put(record);
    }

    /// <summary>A record was dropped.</summary>
    public void Drop(string key) => _trie.Remove(key);

    private void Put(ReplicaRecord record)
    {
        if (record.IsLive) _trie.Put(new HeldEntry(record.Key, DigestHash.Entry(record.Key, record.Version, record.Bytes.Span)));
        else _trie.Remove(record.Key);
    }
}
