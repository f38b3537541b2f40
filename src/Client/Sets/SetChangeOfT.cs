using TopGun.Client.Json;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Sets;

/// <summary>The set of a key has changed, as this device shows it.</summary>
/// <remarks>Elements are converted at each call; <see cref="System.Text.Json.JsonException"/> is thrown where one does not fit the type.</remarks>
/// <typeparam name="T">The application's type.</typeparam>
public sealed class SetChange<T>
{
    private readonly JsonForm<T> _form;

    internal SetChange(SetChange raw, JsonForm<T> form) => (Raw, _form) = (raw, form);

    /// <summary>The same change, of elements as they are stored.</summary>
    public SetChange Raw { get; }

    /// <summary>The key.</summary>
    public string Key => Raw.Key;

    /// <summary>Why: a write of this device, news from the server, or a refused write of this device that was undone.</summary>
    public ChangeOrigin Origin => Raw.Origin;

    /// <summary>The elements before.</summary>
    public IReadOnlyList<T> Before => In(Raw.Before);

    /// <summary>The elements now.</summary>
    public IReadOnlyList<T> After => In(Raw.After);

    /// <summary>The elements that are there now and were not before.</summary>
    public IReadOnlyList<T> Added => In(Raw.Added);

    /// <summary>The elements that were there before and are not now.</summary>
    public IReadOnlyList<T> Removed => In(Raw.Removed);

    private T[] In(IReadOnlyList<Value> elements) => [.. elements.Select(element => _form.FromValue(element)!)];
}
