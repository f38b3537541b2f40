using System.Collections.Specialized;
using System.Text.Json;
using TopGun.Client.Json;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>Entries in an order, each once. Not safe for several threads at once.</summary>
/// <param name="form">How values look.</param>
/// <param name="filter">Which entries belong here.</param>
/// <param name="order">The order of values; entries that it holds equal are in the byte order of their keys' UTF-8. Null for that order alone.</param>
internal sealed class SortedEntries<T>(JsonForm<T> form, Func<T, bool>? filter, IComparer<T>? order) : IComparer<SortedEntries<T>.Placed>
{
    private readonly List<Placed> _placed = [];
    private readonly Dictionary<string, Placed> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> _misfits = new(StringComparer.Ordinal);

    public int Count => _placed.Count;

    public int MisfitCount => _misfits.Count;

    public MapEntry<T> this[int index] => _placed[index].Entry;

    /// <summary>Fills the list; it is empty.</summary>
    public void Fill(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        foreach (var (key, value) in entries)
            if (Read(key, value) is { } placed) _byKey[key] = placed;
        _placed.AddRange(_byKey.Values);
        _placed.Sort(this);
    }

    public int IndexOf(string key) => _byKey.TryGetValue(key, out var placed) ? _placed.BinarySearch(placed, this) : -1;

    public IEnumerator<MapEntry<T>> GetEnumerator() => _placed.Select(placed => placed.Entry).GetEnumerator();

    /// <summary>Takes a change.</summary>
    /// <returns>What it is to the list; null when it is nothing.</returns>
    public NotifyCollectionChangedEventArgs? Take(ValueChange change)
    {
        var from = IndexOf(change.Key);
        var old = from >= 0 ? _placed[from] : null;
        // Read already when the list was filled, or changed and changed back.
        if (old is not null && old.Entry.Raw.Equals(change.After)) return null;
        _misfits.Remove(change.Key);
        var now = change.After is { } value ? Read(change.Key, value) : null;
        if (old is not null)
        {
            _placed.RemoveAt(from);
            _byKey.Remove(change.Key);
        }

        if (now is null) return old is null ? null : new(NotifyCollectionChangedAction.Remove, old.Entry, from);

        var to = ~_placed.BinarySearch(now, this);
        _placed.Insert(to, now);
        _byKey[change.Key] = now;
        if (old is null) return new(NotifyCollectionChangedAction.Add, now.Entry, to);
        if (from == to) return new(NotifyCollectionChangedAction.Replace, now.Entry, old.Entry, to);
        // A move says that the entry is the same, and this one has changed: those who listen would show the old value.
        return new(NotifyCollectionChangedAction.Reset);
    }

    public int Compare(Placed? x, Placed? y)
    {
        var byValue = order?.Compare(x!.Value, y!.Value) ?? 0;
        return byValue != 0 ? byValue : Utf8Order.Compare(x!.Entry.Key, y!.Entry.Key);
    }

    private Placed? Read(string key, Value raw)
    {
        try
        {
            var value = form.FromValue(raw)!;
            return filter is null || filter(value) ? new Placed(new MapEntry<T>(key, raw, form), value) : null;
        }
        catch (JsonException)
        {
            _misfits.Add(key);
            return null;
        }
    }

    /// <summary>An entry with the value that gave it its place.</summary>
    internal sealed record Placed(MapEntry<T> Entry, T Value);
}
