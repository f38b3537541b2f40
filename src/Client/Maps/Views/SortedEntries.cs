using System.Collections.Specialized;
using System.Text.Json;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>All entries that a choice makes, in its order.</summary>
/// <param name="choice">Which entries, and in which order.</param>
/// <param name="isKnown">Whether all is known of a key that the choice looks at; one of which it is not has no place here.</param>
internal sealed class SortedEntries<T>(IEntryChoice<T> choice, Func<string, bool>? isKnown = null) : IShownEntries<T>
{
    private readonly List<PlacedEntry<T>> _placed = [];
    private readonly Dictionary<string, PlacedEntry<T>> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> _misfits = new(StringComparer.Ordinal);

    public int Count => _placed.Count;

    public int MisfitCount => _misfits.Count;

    public MapEntry<T> this[int index] => _placed[index].Entry;

    /// <summary>The entries with their places.</summary>
    public IReadOnlyList<PlacedEntry<T>> Placed => _placed;

    public void Fill(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        foreach (var (key, value) in entries)
            if (Read(key, value) is { } placed) _byKey[key] = placed;
        _placed.AddRange(_byKey.Values);
        _placed.Sort(choice);
    }

    public int IndexOf(string key) => _byKey.TryGetValue(key, out var placed) ? _placed.BinarySearch(placed, choice) : -1;

    public IEnumerator<MapEntry<T>> GetEnumerator() => _placed.Select(placed => placed.Entry).GetEnumerator();

    public IEnumerable<NotifyCollectionChangedEventArgs> Take(IReadOnlyCollection<ValueChange> changes, int mostEvents)
    {
        var isOne = changes.Count > mostEvents;
        var isChanged = false;
        foreach (var change in changes)
            foreach (var args in Take(change))
            {
                isChanged = true;
                if (!isOne) yield return args;
            }

        if (isOne && isChanged) yield return new(NotifyCollectionChangedAction.Reset);
    }

    private IEnumerable<NotifyCollectionChangedEventArgs> Take(ValueChange change)
    {
        var from = IndexOf(change.Key);
        var old = from >= 0 ? _placed[from] : null;
        _misfits.Remove(change.Key);
        var now = change.After is { } value ? Read(change.Key, value) : null;
        // Read already when the list was filled, or changed and changed back.
        if (old is not null && now is not null && old.Entry.Raw.Equals(now.Entry.Raw) && choice.Compare(old, now) == 0) yield break;
        if (old is not null)
        {
            _placed.RemoveAt(from);
            _byKey.Remove(change.Key);
        }

        var to = now is null ? -1 : ~_placed.BinarySearch(now, choice);
        // A move would say that the entry is the same, and this one has changed: those who listen would show the old value.
        if (old is not null && from != to) yield return new(NotifyCollectionChangedAction.Remove, old.Entry, from);
        if (now is null) yield break;

        _placed.Insert(to, now);
        _byKey[change.Key] = now;
        yield return old is not null && from == to
            ? new(NotifyCollectionChangedAction.Replace, now.Entry, old.Entry, to)
            : new(NotifyCollectionChangedAction.Add, now.Entry, to);
    }

    private PlacedEntry<T>? Read(string key, Value raw)
    {
        try
        {
            return isKnown?.Invoke(key) != false ? choice.Place(key, raw) : null;
        }
        catch (JsonException)
        {
            _misfits.Add(key);
            return null;
        }
    }
}
