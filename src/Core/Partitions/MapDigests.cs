using System.Text;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The digest trie of a map's committed live records; made when it is first asked for.</summary>
/// <param name="records">The records, as they are whenever it is asked.</param>
internal sealed class MapDigests(IReadOnlyDictionary<string, StoredRecord> records)
{
    // What one answer gives whole: the walk for few differences saves a round trip, and that for many sends keys and digests.
    private const int WholeLeafBytes = 8 << 10;
    private const int WholeLeavesBytes = 40 << 10;

    // Beyond that, the digests of 16 parts of a leaf and the one or two of them that differ take less than all its keys and digests.
    private const int PartedLeaf = 10;

    private readonly DigestTrie<StoredRecord> _trie = new(record => record.Key, record => DigestHash.Entry(record.Key, record.Version, record.Bytes));

    // Looked at when somebody asks: a map that nobody asks about costs its writers no more than this.
    // By key: a removal may be forgotten and its key made anew, as another record, before somebody does.
    private readonly HashSet<string> _changed = [.. records.Keys];

    public void Changed(string key) => _changed.Add(key);

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
                nodes.Add(Inner(prefix));
                bytes += DigestPrefix.Fan * Digest.Length;
                continue;
            }

            var held = _trie.ItemsOf(prefix);
            var size = held.Sum(record => Encoding.UTF8.GetByteCount(record.Key) + record.Bytes.Length);
            var isWhole = size <= WholeLeafBytes && whole + size <= WholeLeavesBytes;
            if (isWhole) whole += size;
            var isParted = !isWhole && held.Count > PartedLeaf && prefix.Depth < DigestPrefix.MaxDepth;
            nodes.Add(isParted ? Inner(prefix) : new DigestNode(prefix, [], [.. held.Select(record => EntryOf(record, isWhole))]));
            bytes += isWhole ? size : isParted ? DigestPrefix.Fan * Digest.Length : held.Sum(record => Encoding.UTF8.GetByteCount(record.Key) + Digest.Length);
        }

        return nodes;
    }

    private DigestNode Inner(DigestPrefix prefix) => new(prefix, [.. Enumerable.Range(0, DigestPrefix.Fan).Select(i => _trie.DigestOf(prefix.Child(i)))], []);

    private static DigestEntry EntryOf(StoredRecord record, bool isWhole) => isWhole
        ? new DigestEntry(record.Key, record.Version, record.Bytes, Digest.Empty)
        : new DigestEntry(record.Key, record.Version, null, DigestHash.Entry(record.Key, record.Version, record.Bytes));

    private void CatchUp(IRecordCodec codec)
    {
        foreach (var key in _changed)
            if (records.TryGetValue(key, out var record) && record.IsLive(codec)) _trie.Put(record);
            else _trie.Remove(key);
        _changed.Clear();
        _changed.TrimExcess();
    }
}
