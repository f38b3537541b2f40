using System.Text;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The digest trie of a map's committed live records. It follows the map's changes when somebody asks, a bounded piece at a time.</summary>
/// <remarks>A map that nobody asks about costs its writers nothing for it; and who asks about one of a million records holds up nobody who writes it.</remarks>
/// <param name="changes">The map's records in the order of their changes.</param>
internal sealed class MapDigests(VersionIndex changes)
{
    // What one answer gives whole: the walk for few differences saves a round trip, and that for many sends keys and digests.
    private const int WholeLeafBytes = 8 << 10;
    private const int WholeLeavesBytes = 40 << 10;

    // Beyond that, the digests of 16 parts of a leaf and the one or two of them that differ take less than all its keys and digests.
    private const int PartedLeaf = 10;

    private readonly LargeEntries _large = new();
    private DigestTrie<StoredRecord>? _made;

    // Up to which version the trie has taken what changed.
    private long _taken;

    private DigestTrie<StoredRecord> Trie => _made ??= new DigestTrie<StoredRecord>(record => record.Key, _large.Of);

    /// <summary>The digest of the map.</summary>
    public Digest Root => Trie.DigestOf(DigestPrefix.Root);

    /// <summary>Does a piece of what is left to do.</summary>
    /// <param name="lastVersion">The version of the map's last change.</param>
    /// <param name="steps">How large a piece, at least 1: looking at a change is a step, hashing a small record another one.</param>
    /// <param name="codec">Reads records.</param>
    /// <returns>Whether what is told here is of the committed state now (INV-DIG-2).</returns>
    public bool Advance(long lastVersion, int steps, IRecordCodec codec)
    {
        foreach (var (version, record) in changes.Entries(_taken))
        {
            if (steps <= 0 && version > _taken) return false;
            steps -= record is null ? 1 : Take(record, codec);
            _taken = version;
        }

        // The last change may have been forgotten since.
        _taken = lastVersion;
        return Trie.Refresh(steps);
    }

    /// <summary>A key is no longer kept. Its removal may not have been looked at, and no change will say it any more.</summary>
    public void Forget(string key)
    {
        _made?.Remove(key);
        _large.Remove(key);
    }

    /// <summary>What stands below the prefixes, as far as one answer holds it: at least one of them.</summary>
    public IReadOnlyList<DigestNode> Read(IEnumerable<DigestPrefix> prefixes, int maxBytes)
    {
        List<DigestNode> nodes = [];
        var (bytes, whole) = (0, 0);
        foreach (var prefix in prefixes)
        {
            if (bytes >= maxBytes) break;
            if (Trie.CountOf(prefix) > DigestTrie<StoredRecord>.LeafBound && prefix.Depth < DigestPrefix.MaxDepth)
            {
                nodes.Add(Inner(prefix));
                bytes += DigestPrefix.Fan * Digest.Length;
                continue;
            }

            var held = Trie.ItemsOf(prefix);
            var size = held.Sum(record => Encoding.UTF8.GetByteCount(record.Key) + record.Bytes.Length);
            var isWhole = size <= WholeLeafBytes && whole + size <= WholeLeavesBytes;
            if (isWhole) whole += size;
            var isParted = !isWhole && held.Count > PartedLeaf && prefix.Depth < DigestPrefix.MaxDepth;
            nodes.Add(isParted ? Inner(prefix) : new DigestNode(prefix, [], [.. held.Select(record => EntryOf(record, isWhole))]));
            bytes += isWhole ? size : isParted ? DigestPrefix.Fan * Digest.Length : held.Sum(record => Encoding.UTF8.GetByteCount(record.Key) + Digest.Length);
        }

        return nodes;
    }

    private DigestNode Inner(DigestPrefix prefix) => new(prefix, [.. Enumerable.Range(0, DigestPrefix.Fan).Select(i => Trie.DigestOf(prefix.Child(i)))], []);

    private DigestEntry EntryOf(StoredRecord record, bool isWhole) => isWhole
        ? new DigestEntry(record.Key, record.Version, record.Bytes, Digest.Empty)
        : new DigestEntry(record.Key, record.Version, null, _large.Of(record));

    // In steps: decoding and hashing a record take their time with its bytes.
    private int Take(StoredRecord record, IRecordCodec codec)
    {
        const int BytesPerStep = 512;
        _large.Remove(record.Key);
        if (record.IsLive(codec))
        {
            _large.Take(record);
            Trie.Put(record);
        }
        else
        {
            Trie.Remove(record.Key);
        }

        return 1 + record.Bytes.Length / BytesPerStep;
    }
}
