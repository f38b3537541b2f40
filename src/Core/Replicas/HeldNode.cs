using System.Buffers.Binary;
using System.Text;
using TopGun.Core.Digests;

namespace TopGun.Core.Replicas;

/// <summary>A place of a replica's digest trie: of each record its key and its entry, one behind the other, in the byte order of keys.</summary>
/// <remarks>
/// A replica holds the trie of a whole map while it is open, also where it holds the records in a file. A million of them with keys of 20 bytes take about 70 MB so, little more than half of
/// what strings and structures take, and the garbage collector looks at one object for each leaf.
/// </remarks>
internal sealed class HeldNode : TrieNode<HeldEntry>
{
    private const int LengthBytes = sizeof(int);

    // The length of a key, the key in UTF-8, its entry; and so on.
    private byte[] _items = [];
    private int _used;

    public override TrieNode<HeldEntry> MakeEmpty() => new HeldNode();

    public override bool PutItem(string key, HeldEntry item)
    {
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var name = Utf8Key.Of(key, buffer);
        var at = PlaceOf(name, out var isKnown);
        if (isKnown)
        {
            item.Entry.CopyTo(_items.AsSpan(at + LengthBytes + name.Length));
            return false;
        }

        var place = MakeRoom(at, LengthBytes + name.Length + Digest.Length);
        BinaryPrimitives.WriteInt32LittleEndian(place, name.Length);
        name.CopyTo(place[LengthBytes..]);
        item.Entry.CopyTo(place[(LengthBytes + name.Length)..]);
        Count++;
        return true;
    }

    public override bool RemoveItem(string key)
    {
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var at = PlaceOf(Utf8Key.Of(key, buffer), out var isKnown);
        if (!isKnown) return false;
        var next = EndOf(at);
        _items.AsSpan(next, _used - next).CopyTo(_items.AsSpan(at));
        _used -= next - at;
        Count--;
        return true;
    }

    public override Digest DigestOfItems(DigestPrefix prefix)
    {
        var entries = new Digest[Count];
        var at = 0;
        for (var i = 0; i < entries.Length; i++, at = EndOf(at)) entries[i] = EntryAt(at);
        return DigestHash.Leaf(prefix, entries);
    }

    public override string KeyOf(HeldEntry item) => item.Key;

    public override Digest EntryOf(HeldEntry item) => item.Entry;

    protected override void CopyItemsTo(List<HeldEntry> items)
    {
        for (var at = 0; at < _used; at = EndOf(at)) items.Add(new HeldEntry(Encoding.UTF8.GetString(KeyAt(at)), EntryAt(at)));
    }

    protected override void DropItems() => (_items, _used) = ([], 0);

    // Where a key stands, or would stand.
    private int PlaceOf(ReadOnlySpan<byte> key, out bool isKnown)
    {
        isKnown = false;
        var at = 0;
        for (; at < _used; at = EndOf(at))
        {
            var order = KeyAt(at).SequenceCompareTo(key);
            if (order < 0) continue;
            isKnown = order == 0;
            break;
        }

        return at;
    }

    private ReadOnlySpan<byte> KeyAt(int at) => _items.AsSpan(at + LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(_items.AsSpan(at)));

    private Digest EntryAt(int at) => new(_items.AsSpan(EndOf(at) - Digest.Length, Digest.Length));

    private int EndOf(int at) => at + LengthBytes + BinaryPrimitives.ReadInt32LittleEndian(_items.AsSpan(at)) + Digest.Length;

    // Moves on what stands from a place on.
    private Span<byte> MakeRoom(int at, int bytes)
    {
        const int FirstItems = 4;
        // By half: there are many leaves and most are far from full, and by less each is copied too often on its way.
        if (_used + bytes > _items.Length) Array.Resize(ref _items, Count == 0 ? FirstItems * bytes : Math.Max(_used + bytes, _used + _used / 2));
        _items.AsSpan(at, _used - at).CopyTo(_items.AsSpan(at + bytes));
        _used += bytes;
        return _items.AsSpan(at, bytes);
    }
}
