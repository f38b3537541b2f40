using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Sets;

/// <summary>Collects the changes of sets that are made together: each of another key, at most 100 unless the server says otherwise.</summary>
public sealed class SetGroupBuilder
{
    private readonly string _map;
    private readonly List<Func<Replica, Write>> _writes = [];

    internal SetGroupBuilder(string map) => _map = map;

    /// <summary>The only write.</summary>
    internal Func<Replica, Write> Single => _writes.Single();

    /// <summary>Adds an element, as <see cref="OrMap.Add(string, Value)"/> does.</summary>
    public SetGroupBuilder Add(string key, Value element) => Add(key, [element]);

    /// <summary>Adds elements, as <see cref="OrMap.Add(string, IEnumerable{Value})"/> does.</summary>
    public SetGroupBuilder Add(string key, IEnumerable<Value> elements)
    {
        Value[] added = [.. elements.Distinct()];
        _writes.Add(replica => replica.IntendAddition(_map, key, added));
        return this;
    }

    /// <summary>Takes an element out, as <see cref="OrMap.Remove(string, Value)"/> does.</summary>
    public SetGroupBuilder Remove(string key, Value element) => Remove(key, [element]);

    /// <summary>Takes elements out, as <see cref="OrMap.Remove(string, IEnumerable{Value})"/> does.</summary>
    public SetGroupBuilder Remove(string key, IEnumerable<Value> elements)
    {
        Value[] removed = [.. elements.Distinct()];
        _writes.Add(replica => replica.IntendRemoval(_map, key, removed));
        return this;
    }

    /// <summary>Takes all elements out, as <see cref="OrMap.Clear"/> does.</summary>
    public SetGroupBuilder Clear(string key)
    {
        _writes.Add(replica => replica.IntendRemoval(_map, key, null));
        return this;
    }

    /// <summary>The writes, made of what is shown now.</summary>
    internal IReadOnlyList<Write> Intend(Replica replica) => [.. _writes.Select(write => write(replica))];
}
