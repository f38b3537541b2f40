using System.Runtime.CompilerServices;
using TopGun.Client.Connection;
using TopGun.Client.Replicas;
using TopGun.Core.Replicas;

namespace TopGun.Client.Maps;

/// <summary>The changes of a map that one subscriber has not read yet: at most one for each key.</summary>
/// <remarks>
/// A reader that falls behind finds the changes of a key as one, from what it was told last to what is shown now; so its memory is
/// bounded by the keys of the map, not by how often they change.
/// </remarks>
internal sealed class ChangeFeed(LiveReplica replica, string map) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Signal _added = new();
    private OrderedDictionary<string, ValueChange> _unread = new(StringComparer.Ordinal);
    private bool _isComplete;

    public string Map { get; } = map;

    /// <summary>Adds the changes of one step, so that no reader sees a part of them. Called under the replica's lock, in the order in which changes happen.</summary>
    public void Add(IEnumerable<ValueChange> changes)
    {
        lock (_gate)
        {
            // A pair that cancels out stays in its place, unseen: taking it out would only let its key come back later.
            foreach (var change in changes)
                _unread[change.Key] = _unread.TryGetValue(change.Key, out var unread) ? change with { Before = unread.Before } : change;
        }

        _added.Set();
    }

    /// <summary>Nothing will be added any more.</summary>
    public void Complete()
    {
        lock (_gate) _isComplete = true;
        _added.Set();
    }

    public void Dispose()
    {
        replica.Unwatch(this);
        Complete();
    }

    /// <summary>Reads the changes as they come, until the client is disposed of. By one reader.</summary>
    public async IAsyncEnumerable<ValueChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var changes in ReadSetsAsync(cancellationToken).ConfigureAwait(false))
            foreach (var change in changes)
                if (!Equals(change.Before, change.After)) yield return change;
    }

    /// <summary>Reads all changes that there are together, each time; those that cancel out too. By one reader.</summary>
    public async IAsyncEnumerable<IReadOnlyCollection<ValueChange>> ReadSetsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (unread, isComplete) = Take();
            if (unread.Count > 0) yield return unread;
            if (isComplete) yield break;
            if (unread.Count == 0) await _added.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (IReadOnlyCollection<ValueChange> Unread, bool IsComplete) Take()
    {
        lock (_gate)
        {
            var unread = _unread;
            if (unread.Count > 0) _unread = new(StringComparer.Ordinal);
            return (unread.Values, _isComplete);
        }
    }
}
