using TopGun.Client.Maps;
using TopGun.Client.Rejections;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Sets;

/// <summary>A map of keys to sets of elements. Two who add to one set at the same time both keep what they added.</summary>
/// <remarks>
/// <para>
/// An element is a value, and two are the same where their values are equal: the integer 1 and the double 1.0 are two. An add wins over a removal that did not
/// see it. With its last element a key is absent. A set holds at most 10,000 elements and 1 MiB, unless the server says otherwise.
/// </para>
/// <para>
/// A map's first change decides what it holds. Where this one is known to hold something else, everything here but <see cref="Name"/> throws
/// <see cref="TopGunClientException"/> with <see cref="ClientError.TypeMismatch"/>; where that turns out later, writes end in the inbox as
/// <see cref="RejectionCode.TypeMismatch"/>. For threads and other errors see <see cref="LwwMap"/>.
/// </para>
/// </remarks>
public sealed class OrMap
{
    private readonly TypedMap _map;

    internal OrMap(LwwMap map, RejectionInbox inbox) => _map = new TypedMap(map, MapType.OrMap, inbox);

    /// <summary>The map's name.</summary>
    public string Name => _map.Name;

    /// <inheritdoc cref="LwwMap.IsComplete"/>
    public bool IsComplete => _map.Values.IsComplete;

    /// <inheritdoc cref="LwwMap.Refusal"/>
    public SyncError? Refusal => _map.Values.Refusal;

    /// <summary>The elements of a key, each once, in no order that means anything; none when it is absent.</summary>
    public IReadOnlyList<Value> Get(string key) => ElementsOf(_map.Values.Get(key));

    /// <summary>Whether the set of a key has an element.</summary>
    public bool Contains(string key, Value element) => Get(key).Contains(element);

    /// <summary>Whether a key has a write that the server has not answered yet.</summary>
    public bool IsPending(string key) => _map.Values.IsPending(key);

    /// <summary>The keys that have writes which the server has not answered yet, in the byte order of their UTF-8; also those of which nothing is shown.</summary>
    public IReadOnlyList<string> PendingKeys => _map.Values.PendingKeys;

    /// <summary>The keys that have elements, in the byte order of the keys' UTF-8, each with its elements.</summary>
    /// <inheritdoc cref="LwwMap.Entries" path="/remarks"/>
    /// <param name="after">Begins after this key; null for the first.</param>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<Value>>> Entries(string? after = null)
        => _map.Values.Entries(after).Select(entry => KeyValuePair.Create(entry.Key, ElementsOf(entry.Value)));

    /// <summary>Answers a query from what this device shows; the value of a key is the list of its elements.</summary>
    /// <inheritdoc cref="LwwMap.Query"/>
    public QueryPage Query(MapQuery query) => _map.Values.Query(query);

    /// <summary>Adds an element. One that is there stays there, and a removal by somebody who has not seen this add does not take it away.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="element">The element.</param>
    /// <exception cref="TopGunClientException">It is over a limit, the map holds something else, the server knows no sets, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Add(string key, Value element) => Add(key, [element]);

    /// <summary>Adds elements, all of them or none.</summary>
    /// <inheritdoc cref="Add(string, Value)"/>
    /// <param name="key">The key.</param>
    /// <param name="elements">The elements, at least one; what stands there twice is added once.</param>
    public PendingWrite Add(string key, IEnumerable<Value> elements) => _map.Write(new SetGroupBuilder(Name).Add(key, elements).Single);

    /// <summary>Takes an element out, as this device sees it: one that others have added anew meanwhile stays. One that is not there stays out, which is no error.</summary>
    /// <inheritdoc cref="Add(string, Value)"/>
    public PendingWrite Remove(string key, Value element) => Remove(key, [element]);

    /// <summary>Takes elements out, as this device sees them.</summary>
    /// <inheritdoc cref="Add(string, Value)"/>
    /// <param name="key">The key.</param>
    /// <param name="elements">The elements.</param>
    public PendingWrite Remove(string key, IEnumerable<Value> elements) => _map.Write(new SetGroupBuilder(Name).Remove(key, elements).Single);

    /// <summary>Takes all elements out that this device sees; what others add meanwhile stays.</summary>
    /// <inheritdoc cref="Add(string, Value)"/>
    /// <param name="key">The key.</param>
    public PendingWrite Clear(string key) => _map.Write(new SetGroupBuilder(Name).Clear(key).Single);

    /// <summary>Changes the sets of several keys, all of them or none: an atomic group, as <see cref="LwwMap.WriteAll"/> makes it.</summary>
    /// <param name="build">Says what is written: 1 to 100 keys, each once. Called once, at once.</param>
    /// <exception cref="TopGunClientException">As with <see cref="LwwMap.WriteAll"/>, or the map holds something else; nothing was written.</exception>
    public PendingWrite WriteAll(Action<SetGroupBuilder> build) => _map.WriteAll(Built(build).Intend);

    /// <summary>Writes something in the place of a rejected write, or group, of this map, and takes the rejection out of the inbox, in one step.</summary>
    /// <param name="rejection">The id of the rejection; its <see cref="Rejection.AttemptedValues"/> has the elements.</param>
    /// <param name="build">Says what is written.</param>
    /// <returns>The write, or null when the inbox has no such rejection any more.</returns>
    /// <exception cref="ArgumentException">The rejection is of another map.</exception>
    /// <exception cref="TopGunClientException">As with <see cref="WriteAll"/>; the rejection is still there.</exception>
    public PendingWrite? RetryAll(long rejection, Action<SetGroupBuilder> build) => _map.RetryAll(rejection, Built(build).Intend);

    /// <summary>Begins to collect what changes from now on, whoever changes it.</summary>
    /// <inheritdoc cref="LwwMap.Subscribe(CancellationToken)"/>
    public MapSubscription<SetChange> Subscribe(CancellationToken cancellationToken = default)
        => _map.Subscribe(change => new SetChange(change), change => change.Added.Count + change.Removed.Count > 0, cancellationToken);

    internal MapSubscription<TChange> Subscribe<TChange>(Func<SetChange, TChange> look, Func<TChange, bool> isSeen, CancellationToken cancellationToken)
        => _map.Subscribe(change => look(new SetChange(change)), isSeen, cancellationToken);

    /// <summary>The elements in a value of the map.</summary>
    internal static IReadOnlyList<Value> ElementsOf(Value? value) => value is ListValue list ? list.Items : [];

    private SetGroupBuilder Built(Action<SetGroupBuilder> build)
    {
        var group = new SetGroupBuilder(Name);
        build(group);
        return group;
    }
}
