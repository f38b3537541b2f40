using System.Collections;
using System.Collections.Specialized;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TopGun.Core.Replicas;

namespace TopGun.Client.Maps.Views;

/// <summary>The entries of a map as a list that tells its changes, for lists on screen in MAUI, WPF, Avalonia and Blazor.</summary>
/// <remarks>
/// <para>
/// It is what the replica shows: writes of this device, those of others as they arrive, refused ones taken back. Changes come
/// where it was made: on the <see cref="SynchronizationContext"/> of the thread that called <c>Observe</c>, or that was given, and it may be read there only.
/// Without a context they come on threads of the pool, one after the other, from the first moment on, and nothing guards the list: read it in the handlers of its events only, while
/// which it does not change, and hand what they read to other threads by means of your own.
/// </para>
/// <para>
/// It follows the map a moment later: after a write of this device has returned, or <see cref="TopGunClient.WhenSyncedAsync"/> has completed, the map has it, and the list
/// may not have it yet. <see cref="CollectionChanged"/> says when; who can't wait for it reads the map.
/// </para>
/// <para>
/// While one set of changes is being shown the next one gathers, at most one change for each key; a set of more than
/// <see cref="MostSingleEvents"/> changes comes as one <see cref="NotifyCollectionChangedAction.Reset"/>. An entry that changes and with that its place is
/// removed and added. It ends with <see cref="Dispose"/>, or with its client.
/// </para>
/// <para>
/// Made of a query with a limit it has the first entries up to that, and no other: the fewest removals, additions and replacements tell how one list became the next.
/// </para>
/// </remarks>
/// <typeparam name="T">The application's type.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "It is named for what it shows, as ObservableCollection is.")]
public sealed class ObservableMap<T> : IReadOnlyList<MapEntry<T>>, IList, INotifyCollectionChanged, INotifyPropertyChanged, IDisposable
{
    /// <summary>Up to so many changes that come together are told one by one; of a list with a limit, up to so many events.</summary>
    public const int MostSingleEvents = 64;

    private static readonly PropertyChangedEventArgs CountChanged = new(nameof(Count));
    private static readonly PropertyChangedEventArgs ItemChanged = new("Item[]");

    private readonly IShownEntries<T> _entries;
    private readonly SynchronizationContext? _context;
    private readonly ChangeFeed _feed;
    private readonly CancellationTokenSource _ending = new();

    internal ObservableMap(IShownEntries<T> entries, ChangeFeed feed, SynchronizationContext? context)
    {
        (_entries, _feed, _context) = (entries, feed, context);
        Following = Task.Run(FollowAsync);
    }

    /// <inheritdoc/>
    public event NotifyCollectionChangedEventHandler? CollectionChanged;

    /// <inheritdoc/>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>How many entries are left out because what another application wrote there does not fit the type.</summary>
    public int MisfitCount => _entries.MisfitCount;

    /// <summary>Completes when no more changes will come; faulted when a handler of an event threw.</summary>
    public Task Following { get; }

    bool IList.IsFixedSize => false;

    bool IList.IsReadOnly => true;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    object? IList.this[int index]
    {
        get => this[index];
        set => throw ReadOnly();
    }

    /// <inheritdoc/>
    public MapEntry<T> this[int index] => _entries[index];

    /// <summary>Where a key is; -1 when it is not in the list.</summary>
    public int IndexOf(string key) => _entries.IndexOf(key);

    /// <inheritdoc/>
    public IEnumerator<MapEntry<T>> GetEnumerator() => _entries.GetEnumerator();

    /// <summary>No more changes come; what the list holds stays readable.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _feed.Dispose();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IList.Add(object? value) => throw ReadOnly();

    void IList.Clear() => throw ReadOnly();

    bool IList.Contains(object? value) => value is MapEntry<T> entry && IndexOf(entry.Key) >= 0;

    int IList.IndexOf(object? value) => value is MapEntry<T> entry ? IndexOf(entry.Key) : -1;

    void IList.Insert(int index, object? value) => throw ReadOnly();

    void IList.Remove(object? value) => throw ReadOnly();

    void IList.RemoveAt(int index) => throw ReadOnly();

    void ICollection.CopyTo(Array array, int index)
    {
        foreach (var entry in this) array.SetValue(entry, index++);
    }

    private static NotSupportedException ReadOnly() => new("The list shows a map; write to the map.");

    private async Task FollowAsync()
    {
        try
        {
            // One set at a time: what comes while it is shown gathers in the feed, which holds one change for each key.
            await foreach (var changes in _feed.ReadSetsAsync(_ending.Token).ConfigureAwait(false)) await ShowAsync(changes).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
    }

    private Task ShowAsync(IReadOnlyCollection<ValueChange> changes)
    {
        if (_context is null)
        {
            Show(changes);
            return Task.CompletedTask;
        }

        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Post(
            _ =>
            {
                try
                {
                    Show(changes);
                    shown.SetResult();
                }
                catch (Exception error)
                {
                    shown.SetException(error);
                }
            },
            null);
        return shown.Task.WaitAsync(_ending.Token);
    }

    private void Show(IReadOnlyCollection<ValueChange> changes)
    {
        if (_ending.IsCancellationRequested) return;
        var before = Count;
        var isTold = false;
        foreach (var args in _entries.Take(changes, MostSingleEvents))
        {
            isTold = true;
            CollectionChanged?.Invoke(this, args);
        }

        if (!isTold) return;
        if (Count != before) PropertyChanged?.Invoke(this, CountChanged);
        PropertyChanged?.Invoke(this, ItemChanged);
    }
}
