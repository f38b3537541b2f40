using TopGun.Client.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>Collects the writes of an atomic group of objects of an application's type: each of another key.</summary>
/// <typeparam name="T">The application's type.</typeparam>
public sealed class GroupBuilder<T>
{
    private readonly GroupBuilder _raw;
    private readonly string _map;
    private readonly JsonForm<T> _form;

    internal GroupBuilder(GroupBuilder raw, string map, JsonForm<T> form) => (_raw, _map, _form) = (raw, map, form);

    /// <summary>Writes an object, as <see cref="LwwMap{T}.Set(string, T)"/> does.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The object; null removes.</param>
    public GroupBuilder<T> Set(string key, T? value)
    {
        if (value is null) return Remove(key);
        var made = _form.ToValue(value);
        _raw.Add(replica => replica.Intend(_map, key, ValueKeeping.Keep(made, replica.Get(_map, key))));
        return this;
    }

    /// <summary>Removes a key.</summary>
    public GroupBuilder<T> Remove(string key)
    {
        _raw.Remove(key);
        return this;
    }

    /// <inheritdoc cref="GroupBuilder.Patch(string, ObjectValue)"/>
    public GroupBuilder<T> Patch(string key, ObjectValue fields)
    {
        _raw.Patch(key, fields);
        return this;
    }

    /// <inheritdoc cref="GroupBuilder.Patch(string, Action{PatchBuilder})"/>
    public GroupBuilder<T> Patch(string key, Action<PatchBuilder> change)
    {
        _raw.Patch(key, change);
        return this;
    }
}
