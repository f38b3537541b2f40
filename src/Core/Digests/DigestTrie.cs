using TopGun.Core.Values;

namespace TopGun.Core.Digests;

/// <summary>The live records of a map as a 16-ary trie over the hashes of their keys, with the digest of every prefix.</summary>
/// <remarks>
/// A change marks its path; digests are computed when they are asked for, or ahead in pieces, and equal to those from scratch (INV-DIG-1). Of an item nothing is
/// kept but itself: where it is a reference, a million take about 20 MB. Not safe for several threads at once, reading neither.
/// </remarks>
/// <typeparam name="T">What stands for a record.</typeparam>
public sealed class DigestTrie<T>
{
    /// <summary>So many items at most stand below a prefix that is a leaf, unless it is as deep as can be.</summary>
    public const int LeafBound = 64;

    private readonly TrieNode<T> _root;

    /// <summary>Makes an empty trie.</summary>
    /// <param name="keyOf">The key of an item.</param>
    /// <param name="entryOf">The entry of an item, see <see cref="DigestHash.Entry"/>.</param>
    public DigestTrie(Func<T, string> keyOf, Func<T, Digest> entryOf)
        : this(new ItemNode<T>(keyOf, entryOf))
    {
    }

    /// <summary>Makes an empty trie of places of some kind.</summary>
    internal DigestTrie(TrieNode<T> root) => _root = root;

    /// <summary>How many items there are.</summary>
    public int Count => _root.Count;

    /// <summary>Adds an item, or takes it in the place of the one with its key; also where the same item has changed.</summary>
    public void Put(T item)
    {
        var key = _root.KeyOf(item);
        Put(_root, 0, DigestHash.KeyHash(key), key, item);
    }

    /// <summary>Removes the item of a key.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => Remove(_root, 0, DigestHash.KeyHash(key), key);

    /// <summary>How many items stand below a prefix.</summary>
    public int CountOf(DigestPrefix prefix) => Find(prefix) is var (node, depth) && depth == prefix.Depth ? node.Count : ItemsOf(prefix).Count;

    /// <summary>The items below a prefix, in the byte order of their keys.</summary>
    public List<T> ItemsOf(DigestPrefix prefix)
    {
        var (node, depth) = Find(prefix);
        List<T> items = [];
        node.CopyTo(items);
        if (depth < prefix.Depth) items.RemoveAll(item => !prefix.Covers(DigestHash.KeyHash(_root.KeyOf(item))));
        items.Sort((left, right) => Utf8Order.Compare(_root.KeyOf(left), _root.KeyOf(right)));
        return items;
    }

    /// <summary>The digest of what stands below a prefix.</summary>
    public Digest DigestOf(DigestPrefix prefix)
    {
        var (node, depth) = Find(prefix);
        // A prefix below a leaf holds no more than the leaf does, so it is one itself.
        return depth == prefix.Depth ? DigestOf(node, prefix) : DigestHash.Leaf(prefix, [.. ItemsOf(prefix).Select(_root.EntryOf)]);
    }

    /// <summary>Computes digests of places that have changed, a piece at a time.</summary>
    /// <param name="most">Ends when about so many items were hashed; one leaf is always finished.</param>
    /// <returns>Whether no place is left whose digest has to be computed.</returns>
    public bool Refresh(int most) => Refresh(_root, DigestPrefix.Root, ref most);

    private (TrieNode<T> Node, int Depth) Find(DigestPrefix prefix)
    {
        var node = _root;
        var depth = 0;
        for (; depth < prefix.Depth && node.Children is { } children; depth++)
        {
            if (children[prefix.NibbleAt(depth)] is not { } child) return (_root.MakeEmpty(), prefix.Depth);
            node = child;
        }

        return (node, depth);
    }

    private static Digest DigestOf(TrieNode<T> node, DigestPrefix prefix)
    {
        if (!node.IsDirty) return node.Digest;
        if (node.Children is { } children)
        {
            var digests = new Digest[DigestPrefix.Fan];
            for (var i = 0; i < digests.Length; i++) digests[i] = children[i] is { } child ? DigestOf(child, prefix.Child(i)) : Digest.Empty;
            node.Digest = DigestHash.Inner(prefix, digests);
        }
        else
        {
            node.Digest = node.DigestOfItems(prefix);
        }

        node.IsDirty = false;
        return node.Digest;
    }

    private static bool Refresh(TrieNode<T> node, DigestPrefix prefix, ref int left)
    {
        if (!node.IsDirty) return true;
        if (left <= 0) return false;
        if (node.Children is { } children)
            for (var i = 0; i < children.Length; i++)
                if (children[i] is { } child && !Refresh(child, prefix.Child(i), ref left)) return false;

        left -= node.Children is null ? node.Count : 1;
        DigestOf(node, prefix);
        return true;
    }

    // Whether the item is a new one.
    private static bool Put(TrieNode<T> node, int depth, ulong hash, string key, T item)
    {
        node.IsDirty = true;
        if (node.Children is { } children)
        {
            var isNew = Put(children[DigestPrefix.NibbleOf(hash, depth)] ??= node.MakeEmpty(), depth + 1, hash, key, item);
            if (isNew) node.Count++;
            return isNew;
        }

        if (!node.PutItem(key, item)) return false;
        if (node.Count > LeafBound && depth < DigestPrefix.MaxDepth) Split(node, depth);
        return true;
    }

    private static void Split(TrieNode<T> node, int depth)
    {
        foreach (var item in node.Split())
        {
            var key = node.KeyOf(item);
            var hash = DigestHash.KeyHash(key);
            Put(node.Children![DigestPrefix.NibbleOf(hash, depth)] ??= node.MakeEmpty(), depth + 1, hash, key, item);
        }
    }

    private static bool Remove(TrieNode<T> node, int depth, ulong hash, string key)
    {
        if (node.Children is { } children)
        {
            var nibble = DigestPrefix.NibbleOf(hash, depth);
            if (children[nibble] is not { } child || !Remove(child, depth + 1, hash, key)) return false;
            if (child.Count == 0) children[nibble] = null;
            if (--node.Count <= LeafBound) node.Join();
        }
        else if (!node.RemoveItem(key))
        {
            return false;
        }

        return node.IsDirty = true;
    }
}
