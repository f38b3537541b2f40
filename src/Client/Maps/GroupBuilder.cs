using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>Collects the writes of an atomic group: each of another key, at most 100 unless the server says otherwise.</summary>
public sealed class GroupBuilder
{
    private readonly string _map;
    private readonly List<Func<Replica, Write>> _writes = [];

    internal GroupBuilder(string map) => _map = map;

    /// <summary>Writes a value, as <see cref="LwwMap.Set(string, Value?)"/> does.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The value; null removes.</param>
    public GroupBuilder Set(string key, Value? value) => Add(replica => replica.Intend(_map, key, value));

    /// <summary>Writes a value that the server removes again after a while, as <see cref="LwwMap.Set(string, Value, TimeSpan)"/> does.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The value.</param>
    /// <param name="ttl">For how long; 1 second to 10 years of 365 days.</param>
    public GroupBuilder Set(string key, Value value, TimeSpan ttl) => Add(replica => replica.Intend(_map, key, value) with { TtlMs = LwwMap.InMs(ttl) });

    /// <summary>Removes a key.</summary>
    public GroupBuilder Remove(string key) => Set(key, null);

    /// <summary>Writes some fields of an object and leaves the others.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fields">The fields written; a field of null is set to null.</param>
    public GroupBuilder Patch(string key, ObjectValue fields) => Add(replica => replica.Intend(_map, key, fields.Fields, []));

    /// <summary>Writes and erases some fields of an object and leaves the others.</summary>
    /// <param name="key">The key.</param>
    /// <param name="change">Says which.</param>
    public GroupBuilder Patch(string key, Action<PatchBuilder> change)
    {
        var patch = new PatchBuilder();
        change(patch);
        return Add(replica => replica.Intend(_map, key, patch.Fields, patch.Erased));
    }

    /// <summary>Adds a write that depends on what is shown when the group is logged.</summary>
    internal GroupBuilder Add(Func<Replica, Write> write)
    {
        _writes.Add(write);
        return this;
    }

    /// <summary>Makes a group of what an application says, outside of any lock.</summary>
    internal static GroupBuilder Of(string map, Action<GroupBuilder> build)
    {
        var group = new GroupBuilder(map);
        build(group);
        return group;
    }

    /// <summary>The writes, made of what is shown now.</summary>
    internal IReadOnlyList<Write> Intend(Replica replica) => [.. _writes.Select(write => write(replica))];
}
