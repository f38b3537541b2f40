using TopGun.Core.Maps;
using TopGun.Core.Replicas;

namespace TopGun.Client.Counters;

/// <summary>Collects what is counted together: each under another key, at most 100 unless the server says otherwise.</summary>
public sealed class CounterGroupBuilder
{
    private readonly string _map;
    private readonly List<Func<Replica, Write>> _writes = [];

    internal CounterGroupBuilder(string map) => _map = map;

    /// <summary>The only write.</summary>
    internal Func<Replica, Write> Single => _writes.Single();

    /// <summary>Adds to a counter, as <see cref="PnCounterMap.Add"/> does.</summary>
    public CounterGroupBuilder Add(string key, long delta)
    {
        _writes.Add(replica => replica.IntendCount(_map, key, delta));
        return this;
    }

    /// <summary>Removes a counter, as <see cref="PnCounterMap.Remove"/> does.</summary>
    public CounterGroupBuilder Remove(string key)
    {
        _writes.Add(replica => replica.IntendCounterRemoval(_map, key));
        return this;
    }

    /// <summary>The writes, made of what is shown now.</summary>
    internal IReadOnlyList<Write> Intend(Replica replica) => [.. _writes.Select(write => write(replica))];
}
