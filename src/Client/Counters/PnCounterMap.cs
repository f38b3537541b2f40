using TopGun.Client.Maps;
using TopGun.Client.Rejections;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Counters;

/// <summary>A map of keys to counters: signed sums of 64 bits, to which everybody adds, offline too, and no delta is lost or counted twice.</summary>
/// <remarks>
/// What is shown is the server's sum with this device's waiting deltas on top. A map's first change decides what it holds. Where this one is known to hold
/// something else, everything here but <see cref="Name"/> throws <see cref="TopGunClientException"/> with <see cref="ClientError.TypeMismatch"/>; where that turns
/// out later, writes end in the inbox as <see cref="RejectionCode.TypeMismatch"/>. For threads and other errors see <see cref="LwwMap"/>.
/// </remarks>
public sealed class PnCounterMap
{
    private readonly TypedMap _map;

    internal PnCounterMap(LwwMap map, RejectionInbox inbox) => _map = new TypedMap(map, MapType.PnCounter, inbox);

    /// <summary>The map's name.</summary>
    public string Name => _map.Name;

    /// <inheritdoc cref="LwwMap.IsComplete"/>
    public bool IsComplete => _map.Values.IsComplete;

    /// <inheritdoc cref="LwwMap.Refusal"/>
    public SyncError? Refusal => _map.Values.Refusal;

    /// <summary>The sum of a key; 0 when it is absent.</summary>
    public long Get(string key) => SumOf(_map.Values.Get(key)) ?? 0;

    /// <summary>Whether a key has a counter; one may be at 0.</summary>
    public bool Contains(string key) => _map.Values.Get(key) is not null;

    /// <summary>Whether a key has a write that the server has not answered yet.</summary>
    public bool IsPending(string key) => _map.Values.IsPending(key);

    /// <summary>The keys that have writes which the server has not answered yet, in the byte order of their UTF-8; also those of which nothing is shown.</summary>
    public IReadOnlyList<string> PendingKeys => _map.Values.PendingKeys;

    /// <summary>The keys and their sums, in the byte order of the keys' UTF-8.</summary>
    /// <inheritdoc cref="LwwMap.Entries" path="/remarks"/>
    /// <param name="after">Begins after this key; null for the first.</param>
    public IEnumerable<KeyValuePair<string, long>> Entries(string? after = null)
        => _map.Values.Entries(after).Select(entry => KeyValuePair.Create(entry.Key, SumOf(entry.Value) ?? 0));

    /// <summary>Answers a query from what this device shows; the value of a key is its sum.</summary>
    /// <inheritdoc cref="LwwMap.Query"/>
    public QueryPage Query(MapQuery query) => _map.Values.Query(query);

    /// <summary>Adds to a counter; an absent one begins at 0.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="delta">What to add: not 0, and negative to count down.</param>
    /// <exception cref="TopGunClientException">
    /// The delta is 0, the sum would leave the range of 64 bits, something is over a limit, the map holds something else, the server knows no counters, or the device's
    /// storage failed; nothing was written.
    /// </exception>
    public PendingWrite Add(string key, long delta) => _map.Write(new CounterGroupBuilder(Name).Add(key, delta).Single);

    /// <summary>Removes a counter as this device sees it. If others have counted meanwhile it stays (<see cref="WriteEnding.Superseded"/>); what is added later counts from 0.</summary>
    /// <inheritdoc cref="Add(string, long)"/>
    public PendingWrite Remove(string key) => _map.Write(new CounterGroupBuilder(Name).Remove(key).Single);

    /// <summary>Counts under several keys, all of it or nothing: an atomic group, as <see cref="LwwMap.WriteAll"/> makes it.</summary>
    /// <param name="build">Says what is written: 1 to 100 keys, each once. Called once, at once.</param>
    /// <exception cref="TopGunClientException">As with <see cref="LwwMap.WriteAll"/>, or the map holds something else; nothing was written.</exception>
    public PendingWrite WriteAll(Action<CounterGroupBuilder> build) => _map.WriteAll(Built(build).Intend);

    /// <summary>Writes something in the place of a rejected write, or group, of this map, and takes the rejection out of the inbox, in one step.</summary>
    /// <param name="rejection">The id of the rejection; its <see cref="Rejection.AttemptedValues"/> has the deltas.</param>
    /// <param name="build">Says what is written.</param>
    /// <returns>The write, or null when the inbox has no such rejection any more.</returns>
    /// <exception cref="ArgumentException">The rejection is of another map.</exception>
    /// <exception cref="TopGunClientException">As with <see cref="WriteAll"/>; the rejection is still there.</exception>
    public PendingWrite? RetryAll(long rejection, Action<CounterGroupBuilder> build) => _map.RetryAll(rejection, Built(build).Intend);

    /// <summary>Begins to collect what changes from now on, whoever changes it.</summary>
    /// <inheritdoc cref="LwwMap.Subscribe(CancellationToken)"/>
    public MapSubscription<CounterChange> Subscribe(CancellationToken cancellationToken = default)
        => _map.Subscribe(change => new CounterChange(change.Key, SumOf(change.Before), SumOf(change.After), change.Origin), _ => true, cancellationToken);

    private static long? SumOf(Value? value) => value is Int64Value sum ? sum.Number : null;

    private CounterGroupBuilder Built(Action<CounterGroupBuilder> build)
    {
        var group = new CounterGroupBuilder(Name);
        build(group);
        return group;
    }
}
