using System.Text.Json.Serialization.Metadata;
using TopGun.Client.Json;
using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Sets;

/// <summary>A map of keys to sets of elements of an application's type, which System.Text.Json turns into values.</summary>
/// <remarks>
/// Two elements are the same where they make the same value, whatever the type says of equality. So an element that was stored otherwise, such as 1.0 where the
/// type writes 1, is another one. For the rest see <see cref="OrMap"/>; <see cref="System.Text.Json.JsonException"/> is thrown where an element does not fit the type.
/// </remarks>
/// <typeparam name="T">The application's type.</typeparam>
public sealed class OrMap<T>
{
    private readonly JsonForm<T> _form;

    internal OrMap(OrMap raw, JsonTypeInfo<T> type) => (Raw, _form) = (raw, new JsonForm<T>(type));

    /// <summary>The same map, of elements as they are stored.</summary>
    public OrMap Raw { get; }

    /// <summary>The map's name.</summary>
    public string Name => Raw.Name;

    /// <inheritdoc cref="LwwMap.IsComplete"/>
    public bool IsComplete => Raw.IsComplete;

    /// <inheritdoc cref="LwwMap.Refusal"/>
    public SyncError? Refusal => Raw.Refusal;

    /// <inheritdoc cref="OrMap.Get"/>
    public IReadOnlyList<T> Get(string key) => [.. Raw.Get(key).Select(element => _form.FromValue(element)!)];

    /// <inheritdoc cref="OrMap.Contains"/>
    public bool Contains(string key, T element) => Raw.Contains(key, _form.ToValue(element));

    /// <inheritdoc cref="OrMap.IsPending"/>
    public bool IsPending(string key) => Raw.IsPending(key);

    /// <inheritdoc cref="OrMap.PendingKeys"/>
    public IReadOnlyList<string> PendingKeys => Raw.PendingKeys;

    /// <inheritdoc cref="OrMap.Entries"/>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<T>>> Entries(string? after = null)
        => Raw.Entries(after).Select(entry => KeyValuePair.Create<string, IReadOnlyList<T>>(entry.Key, [.. entry.Value.Select(element => _form.FromValue(element)!)]));

    /// <inheritdoc cref="OrMap.Add(string, Value)"/>
    public PendingWrite Add(string key, T element) => Raw.Add(key, _form.ToValue(element));

    /// <inheritdoc cref="OrMap.Add(string, IEnumerable{Value})"/>
    public PendingWrite Add(string key, IEnumerable<T> elements) => Raw.Add(key, In(elements));

    /// <inheritdoc cref="OrMap.Remove(string, Value)"/>
    public PendingWrite Remove(string key, T element) => Raw.Remove(key, _form.ToValue(element));

    /// <inheritdoc cref="OrMap.Remove(string, IEnumerable{Value})"/>
    public PendingWrite Remove(string key, IEnumerable<T> elements) => Raw.Remove(key, In(elements));

    /// <inheritdoc cref="OrMap.Clear"/>
    public PendingWrite Clear(string key) => Raw.Clear(key);

    /// <inheritdoc cref="OrMap.Subscribe"/>
    public MapSubscription<SetChange<T>> Subscribe(CancellationToken cancellationToken = default)
        => Raw.Subscribe(change => new SetChange<T>(change, _form), change => change.Raw.Added.Count + change.Raw.Removed.Count > 0, cancellationToken);

    /// <summary>The elements that a rejected write of this map attempted to add or to take out.</summary>
    public IReadOnlyList<T> Attempted(Rejection rejection) => [.. OrMap.ElementsOf(rejection.AttemptedValue).Select(element => _form.FromValue(element)!)];

    // Made of values outside of any lock.
    private Value[] In(IEnumerable<T> elements) => [.. elements.Select(_form.ToValue)];
}
