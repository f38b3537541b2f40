namespace TopGun.Core.Digests;

/// <summary>A place of a digest trie: a leaf with its items, or an inner one with children. How a leaf holds its items is a matter of their kind.</summary>
internal abstract class TrieNode<T>
{
    /// <summary>Of an inner place; null for those without items. Null for a leaf.</summary>
    public TrieNode<T>?[]? Children { get; private set; }

    /// <summary>Items here and below.</summary>
    public int Count { get; set; }

    /// <summary>What was computed last; of an empty leaf, the digest of nothing.</summary>
    public Digest Digest { get; set; }

    /// <summary>Whether something has changed since.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Another place, without items.</summary>
    public abstract TrieNode<T> MakeEmpty();

    /// <summary>Puts an item into a leaf, in the place of the one with its key if there is one, and counts it.</summary>
    /// <returns>Whether there was none.</returns>
    public abstract bool PutItem(string key, T item);

    /// <summary>Takes an item out of a leaf, and out of its count.</summary>
    /// <returns>Whether there was one.</returns>
    public abstract bool RemoveItem(string key);

    /// <summary>The digest of a leaf.</summary>
    public abstract Digest DigestOfItems(DigestPrefix prefix);

    /// <summary>The key of an item.</summary>
    public abstract string KeyOf(T item);

    /// <summary>The entry of an item.</summary>
    public abstract Digest EntryOf(T item);

    /// <summary>Makes a leaf an inner place, with the same count.</summary>
    /// <returns>Its items, which are to be put into children then.</returns>
    public List<T> Split()
    {
        List<T> items = [];
        CopyItemsTo(items);
        DropItems();
        Children = new TrieNode<T>?[DigestPrefix.Fan];
        return items;
    }

    /// <summary>Makes an inner place a leaf.</summary>
    public void Join()
    {
        List<T> items = [];
        CopyTo(items);
        Children = null;
        Count = 0;
        foreach (var item in items) PutItem(KeyOf(item), item);
    }

    /// <summary>Copies the items here and below.</summary>
    public void CopyTo(List<T> items)
    {
        if (Children is null) CopyItemsTo(items);
        else
            foreach (var child in Children) child?.CopyTo(items);
    }

    /// <summary>Copies the items of a leaf.</summary>
    protected abstract void CopyItemsTo(List<T> items);

    /// <summary>Drops the items of a leaf.</summary>
    protected abstract void DropItems();
}
