using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Who wants to know of which map of a partition that it changed.</summary>
internal sealed class PartitionWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<IMapWatcher>> _watchers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, HashSet<IMapWatcher>>> _ofNodes = new(StringComparer.Ordinal);

    /// <summary>From now on a watcher is told of each commit that concerns a map.</summary>
    public void Add(string map, IMapWatcher watcher)
    {
        lock (_gate) Add(_watchers, map, watcher);
    }

    /// <summary>From now on a watcher is told of commits with results of a node's ops on a map, and when all of the map may have changed.</summary>
    public void Add(string map, string nodeId, IMapWatcher watcher)
    {
        lock (_gate)
        {
            if (!_ofNodes.TryGetValue(map, out var nodes)) _ofNodes[map] = nodes = new(StringComparer.Ordinal);
            Add(nodes, nodeId, watcher);
        }
    }

    /// <summary>A watcher is told of a map no more.</summary>
    public void Remove(string map, IMapWatcher watcher)
    {
        lock (_gate) Remove(_watchers, map, watcher);
    }

    /// <summary>A watcher is told of a node's results on a map no more.</summary>
    public void Remove(string map, string nodeId, IMapWatcher watcher)
    {
        lock (_gate)
        {
            if (!_ofNodes.TryGetValue(map, out var nodes)) return;
            Remove(nodes, nodeId, watcher);
            if (nodes.Count == 0) _ofNodes.Remove(map);
        }
    }

    /// <summary>Whether anybody wants to know of a map.</summary>
    public bool Has(string map)
    {
        lock (_gate) return _watchers.ContainsKey(map) || _ofNodes.ContainsKey(map);
    }

    /// <summary>Tells those whom a commit concerns.</summary>
    public void Tell(PartitionCommit commit)
    {
        lock (_gate)
        {
            string? last = null;
            foreach (var record in commit.Records)
            {
                if (record.Map == last) continue;
                Tell(_watchers, last = record.Map, record.Map);
            }

            // An op that changed nothing still has a result to be told.
            foreach (var writer in commit.Writers)
            {
                if (_ofNodes.TryGetValue(writer.Map, out var nodes)) Tell(nodes, writer.Writer.NodeId, writer.Map);
                if (writer.Map == last) continue;
                Tell(_watchers, last = writer.Map, writer.Map);
            }
        }
    }

    /// <summary>Tells all whom a map concerns: anything of it may have changed.</summary>
    public void TellAll(string map)
    {
        lock (_gate)
        {
            Tell(_watchers, map, map);
            if (!_ofNodes.TryGetValue(map, out var nodes)) return;
            foreach (var node in nodes.Keys) Tell(nodes, node, map);
        }
    }

    private static void Add(Dictionary<string, HashSet<IMapWatcher>> watchers, string name, IMapWatcher watcher)
    {
        if (!watchers.TryGetValue(name, out var ofName)) watchers[name] = ofName = [];
        ofName.Add(watcher);
    }

    private static void Remove(Dictionary<string, HashSet<IMapWatcher>> watchers, string name, IMapWatcher watcher)
    {
        if (watchers.TryGetValue(name, out var ofName) && ofName.Remove(watcher) && ofName.Count == 0) watchers.Remove(name);
    }

    private static void Tell(Dictionary<string, HashSet<IMapWatcher>> watchers, string name, string map)
    {
        if (!watchers.TryGetValue(name, out var ofName)) return;
        foreach (var watcher in ofName) watcher.MapChanged(map);
    }
}
