namespace TopGun.Core.Digests;

/// <summary>A place of a digest trie: a leaf with its items in no order, or an inner one with children.</summary>
internal sealed class TrieNode<T>
{
    /// <summary>Of a leaf; the first <see cref="Count"/> are in use.</summary>
    public T[] Items { get; private set; } = [];

    /// <summary>Of an inner place; null for those without items. Null for a leaf.</summary>
    public TrieNode<T>?[]? Children { get; private set; }

    /// <summary>Items here and below.</summary>
    public int Count { get; set; }

    /// <summary>What was computed last; of an empty leaf, the digest of nothing.</summary>
    public Digest Digest { get; set; }

    /// <summary>Whether something has changed since.</summary>
    public bool IsDirty { get; set; }

    public void Add(T item)
    {
        if (Count == Items.Length)
        {
            // By little, since there are many leaves and most are far from full.
            var items = Items;
            Array.Resize(ref items, Math.Max(4, Count + Count / 4));
            Items = items;
        }

        Items[Count++] = item;
    }

    public void RemoveAt(int index)
    {
        Items[index] = Items[--Count];
        Items[Count] = default!;
    }

    /// <summary>Makes a leaf an inner place; its items are to be put into children then.</summary>
    public void Split()
    {
        Items = [];
        Children = new TrieNode<T>?[DigestPrefix.Fan];
    }

    /// <summary>Makes an inner place a leaf.</summary>
    public void Join()
    {
        List<T> items = [];
        CopyTo(items);
        Children = null;
        Items = [.. items];
    }

    public void CopyTo(List<T> items)
    {
        if (Children is null) items.AddRange(Items.AsSpan(0, Count));
        else
            foreach (var child in Children) child?.CopyTo(items);
    }
}
