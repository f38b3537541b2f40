using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The digest trie of a map's committed live records; made when it is first asked for.</summary>
internal sealed class MapDigests
{
    // What one answer gives whole: the walk for few differences saves a round trip, and that for many sends keys and digests.
    private const int WholeLeafBytes = 8 << 10;
    private const int WholeLeavesBytes = 40 << 10;

    private readonly DigestTrie<StoredRecord> _trie = new(record => record.Key, record => DigestHash.Entry(record.Key, record.Version, record.Bytes));

    // Looked at when somebody asks: a map that nobody asks about costs its writers no more than this.
    private readonly HashSet<StoredRecord> _changed;

    public MapDigests(IEnumerable<StoredRecord> records) => _changed = [.. records];

    public void Changed(StoredRecord record) => _changed.Add(record);

    public Digest Root(IRecordCodec codec)
    {
        CatchUp(codec);
        return _trie.DigestOf(DigestPrefix.Root);
    }

    /// <summary>What stands below the prefixes, as far as one answer holds it: at least one of them.</summary>
    public IReadOnlyList<DigestNode> Read(IEnumerable<DigestPrefix> prefixes, int maxBytes, IRecordCodec codec)
    {
        CatchUp(codec);
        List<DigestNode> nodes = [];
        var (bytes, whole) = (0, 0);
        foreach (var prefix in prefixes)
        {
            if (bytes >= maxBytes) break;
            if (_trie.CountOf(prefix) > DigestTrie<StoredRecord>.LeafBound && prefix.Depth < DigestPrefix.MaxDepth)
            {
                nodes.Add(new DigestNode(prefix, [.. Enumerable.Range(0, DigestPrefix.Fan).Select(i => _trie.DigestOf(prefix.Child(i)))], []));
                bytes += DigestPrefix.Fan * Digest.Length;
                continue;
            }

            var records = _trie.ItemsOf(prefix);
            var size = records.Sum(record => record.Key.Length + record.Bytes.Length);
            var isWhole = size <= WholeLeafBytes && whole + size <= WholeLeavesBytes;
            if (isWhole) whole += size;
            nodes.Add(new DigestNode(prefix, [], [.. records.Select(record => EntryOf(record, isWhole))]));
            bytes += isWhole ? size : records.Sum(record => record.Key.Length + Digest.Length);
        }

        return nodes;
    }

    private static DigestEntry EntryOf(StoredRecord record, bool isWhole) => isWhole
        ? new DigestEntry(record.Key, record.Version, record.Bytes, Digest.Empty)
        : new DigestEntry(record.Key, record.Version, null, DigestHash.Entry(record.Key, record.Version, record.Bytes));

    private void CatchUp(IRecordCodec codec)
    {
        foreach (var record in _changed)
            if (record.IsLive(codec)) _trie.Put(record);
            else _trie.Remove(record.Key);
        _changed.Clear();
        _changed.TrimExcess();
    }
}
