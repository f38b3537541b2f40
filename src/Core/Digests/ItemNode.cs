using TopGun.Core.Values;

namespace TopGun.Core.Digests;

/// <summary>A place whose items are kept as they are, in no order.</summary>
internal sealed class ItemNode<T>(Func<T, string> keyOf, Func<T, Digest> entryOf) : TrieNode<T>
{
    // The first of them are in use, as many as it counts.
    private T[] _items = [];

    public override TrieNode<T> MakeEmpty() => new ItemNode<T>(keyOf, entryOf);

    public override bool PutItem(string key, T item)
    {
        if (IndexOf(key) is >= 0 and var known)
        {
            _items[known] = item;
            return false;
        }

        // By little, since there are many leaves and most are far from full.
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(4, Count + Count / 4));
        _items[Count++] = item;
        return true;
    }

    public override bool RemoveItem(string key)
    {
        if (IndexOf(key) is not (>= 0 and var known)) return false;
        _items[known] = _items[--Count];
        _items[Count] = default!;
        return true;
    }

    public override Digest DigestOfItems(DigestPrefix prefix)
    {
        List<T> items = [];
        CopyItemsTo(items);
        items.Sort((left, right) => Utf8Order.Compare(keyOf(left), keyOf(right)));
        return DigestHash.Leaf(prefix, [.. items.Select(entryOf)]);
    }

    public override string KeyOf(T item) => keyOf(item);

    public override Digest EntryOf(T item) => entryOf(item);

    protected override void CopyItemsTo(List<T> items) => items.AddRange(_items.AsSpan(0, Count));

    protected override void DropItems() => _items = [];

    private int IndexOf(string key)
    {
        for (var i = 0; i < Count; i++)
            if (keyOf(_items[i]) == key) return i;
        return -1;
    }
}
