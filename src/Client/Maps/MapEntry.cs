using TopGun.Client.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>A key and its value.</summary>
/// <typeparam name="T">The application's type.</typeparam>
public sealed class MapEntry<T>
{
    private readonly JsonForm<T> _form;

    internal MapEntry(string key, Value raw, JsonForm<T> form) => (Key, Raw, _form) = (key, raw, form);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The value as it is stored.</summary>
    public Value Raw { get; }

    /// <summary>The value; converted at each call.</summary>
    /// <exception cref="System.Text.Json.JsonException">What another application has written there does not fit the type.</exception>
    public T Value => _form.FromValue(Raw)!;

    /// <summary>The key and the value.</summary>
    public void Deconstruct(out string key, out T value) => (key, value) = (Key, Value);
}
