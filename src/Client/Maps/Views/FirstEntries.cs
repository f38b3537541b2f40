using System.Collections.Specialized;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>The first entries of a sorted list, up to a limit. What lies behind is kept, too: it moves up when one of these goes.</summary>
/// <param name="all">All entries.</param>
/// <param name="limit">How many are shown at most.</param>
internal sealed class FirstEntries<T>(SortedEntries<T> all, int limit) : IShownEntries<T>
{
    private readonly List<PlacedEntry<T>> _shown = [];

    public int Count => _shown.Count;

    public int MisfitCount => all.MisfitCount;

    public MapEntry<T> this[int index] => _shown[index].Entry;

    public void Fill(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        all.Fill(entries);
        _shown.AddRange(all.Placed.Take(limit));
    }

    public int IndexOf(string key)
    {
        // Where it is in the sorted list is where it is here, but while events are being told.
        var at = all.IndexOf(key);
        return at >= 0 && at < _shown.Count && _shown[at].Entry.Key == key ? at : _shown.FindIndex(placed => placed.Entry.Key == key);
    }

    public IEnumerator<MapEntry<T>> GetEnumerator() => _shown.Select(placed => placed.Entry).GetEnumerator();

    /// <inheritdoc/>
    /// <remarks>The fewest that make one list of the other: what stays in its order is neither taken out nor put in.</remarks>
    public IEnumerable<NotifyCollectionChangedEventArgs> Take(IReadOnlyCollection<ValueChange> changes, int mostEvents)
    {
        foreach (var _ in all.Take(changes, 0)) { }
        PlacedEntry<T>[] next = [.. all.Placed.Take(limit)];
        var staying = Staying(next);
        var events = _shown.Count + next.Length - 2 * staying.Count + Replaced(next, staying);
        if (events > mostEvents)
        {
            _shown.Clear();
            _shown.AddRange(next);
            yield return new(NotifyCollectionChangedAction.Reset);
            yield break;
        }

        for (var i = _shown.Count - 1; i >= 0; i--)
        {
            var gone = _shown[i];
            if (staying.Contains(gone.Entry.Key)) continue;
            _shown.RemoveAt(i);
            yield return new(NotifyCollectionChangedAction.Remove, gone.Entry, i);
        }

        for (var i = 0; i < next.Length; i++)
        {
            var now = next[i];
            if (!staying.Contains(now.Entry.Key))
            {
                _shown.Insert(i, now);
                yield return new(NotifyCollectionChangedAction.Add, now.Entry, i);
                continue;
            }

            var old = _shown[i];
            _shown[i] = now;
            if (!IsSame(old, now)) yield return new(NotifyCollectionChangedAction.Replace, now.Entry, old.Entry, i);
        }
    }

    // The keys of the most entries that are in both lists in the same order: the longest rising run of places.
    private HashSet<string> Staying(PlacedEntry<T>[] next)
    {
        var places = new Dictionary<string, int>(next.Length, StringComparer.Ordinal);
        for (var i = 0; i < next.Length; i++) places[next[i].Entry.Key] = i;

        var before = new int[_shown.Count];
        // Of the runs of each length, the one that ends at the lowest place.
        List<(int Place, int At)> ends = [];
        for (var at = 0; at < _shown.Count; at++)
        {
            if (!places.TryGetValue(_shown[at].Entry.Key, out var place)) continue;
            var length = ~ends.BinarySearch((place, -1));
            before[at] = length == 0 ? -1 : ends[length - 1].At;
            if (length == ends.Count) ends.Add((place, at));
            else ends[length] = (place, at);
        }

        var staying = new HashSet<string>(StringComparer.Ordinal);
        for (var at = ends.Count == 0 ? -1 : ends[^1].At; at >= 0; at = before[at]) staying.Add(_shown[at].Entry.Key);
        return staying;
    }

    private int Replaced(PlacedEntry<T>[] next, HashSet<string> staying)
        => _shown.Where(placed => staying.Contains(placed.Entry.Key)).Zip(next.Where(placed => staying.Contains(placed.Entry.Key)), IsSame).Count(isSame => !isSame);

    private static bool IsSame(PlacedEntry<T> left, PlacedEntry<T> right) => ReferenceEquals(left, right) || left.Entry.Raw.Equals(right.Entry.Raw);
}
