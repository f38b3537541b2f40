using System.Collections.Specialized;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>The entries that a list shows, each once. Not safe for several threads at once.</summary>
internal interface IShownEntries<T>
{
    int Count { get; }

    /// <summary>How many entries are left out because they do not fit the type.</summary>
    int MisfitCount { get; }

    MapEntry<T> this[int index] { get; }

    /// <summary>Where a key is; -1 when it is not shown.</summary>
    int IndexOf(string key);

    IEnumerator<MapEntry<T>> GetEnumerator();

    /// <summary>Fills the list; it is empty.</summary>
    void Fill(IEnumerable<KeyValuePair<string, Value>> entries);

    /// <summary>Takes changes that come together, and says what they are to the list.</summary>
    /// <param name="changes">The changes, at most one for each key.</param>
    /// <param name="mostEvents">What takes more is one Reset.</param>
    /// <returns>The events, made as they are enumerated: the list is as each of them says when it comes, and has taken all when they end.</returns>
    IEnumerable<NotifyCollectionChangedEventArgs> Take(IReadOnlyCollection<ValueChange> changes, int mostEvents);
}
