using TopGun.Client.Json;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>A value has changed, as this device shows it.</summary>
/// <typeparam name="T">The application's type.</typeparam>
public sealed class MapChange<T>
{
    private readonly ValueChange _change;
    private readonly JsonForm<T> _form;

    internal MapChange(ValueChange change, JsonForm<T> form) => (_change, _form) = (change, form);

    /// <summary>The key.</summary>
    public string Key => _change.Key;

    /// <summary>Why: a write of this device, news from the server, or a refused write of this device that was undone.</summary>
    public ChangeOrigin Origin => _change.Origin;

    /// <summary>The value before, as it is stored; null when the key was absent.</summary>
    public Value? RawBefore => _change.Before;

    /// <summary>The value now, as it is stored; null when the key is absent.</summary>
    public Value? RawAfter => _change.After;

    /// <summary>The value before, default when the key was absent; converted at each call.</summary>
    /// <exception cref="System.Text.Json.JsonException">What another application had written there does not fit the type.</exception>
    public T? Before => RawBefore is { } raw ? _form.FromValue(raw) : default;

    /// <summary>The value now, default when the key is absent; converted at each call.</summary>
    /// <exception cref="System.Text.Json.JsonException">What another application has written there does not fit the type.</exception>
    public T? After => RawAfter is { } raw ? _form.FromValue(raw) : default;
}
