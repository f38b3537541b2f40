using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Who wants to know of which map of a partition that it changed.</summary>
internal sealed class PartitionWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<IMapWatcher>> _watchers = new(StringComparer.Ordinal);

    public void Add(string map, IMapWatcher watcher)
    {
        lock (_gate)
        {
            if (!_watchers.TryGetValue(map, out var watchers)) _watchers[map] = watchers = [];
            watchers.Add(watcher);
        }
    }

    public void Remove(string map, IMapWatcher watcher)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(map, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0) _watchers.Remove(map);
        }
    }

    /// <summary>Tells those whom a commit concerns.</summary>
    public void Tell(PartitionCommit commit)
    {
        string? last = null;
        foreach (var record in commit.Records)
        {
            if (record.Map == last) continue;
            Tell(last = record.Map);
        }

        // An op that changed nothing still has a result to be told.
        foreach (var writer in commit.Writers)
        {
            if (writer.Map == last) continue;
            Tell(last = writer.Map);
        }
    }

    /// <summary>Tells those whom a map concerns.</summary>
    public void Tell(string map)
    {
        lock (_gate)
        {
            if (!_watchers.TryGetValue(map, out var watchers)) return;
            foreach (var watcher in watchers) watcher.MapChanged(map);
        }
    }
}
