using System.Runtime.CompilerServices;
using TopGun.Client.Connection;
using TopGun.Client.Replicas;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>A map of keys to values. Of concurrent writes the last one wins, for each field of an object by itself.</summary>
/// <remarks>
/// Everything here reads and writes this device's replica: it needs no connection, and a write is shown at once. Safe for many
/// threads at once. Every method throws <see cref="ObjectDisposedException"/> when the client was disposed of, and
/// <see cref="TopGunClientException"/> when the device's storage fails, and from a write where the map is known to hold sets or counters
/// (<see cref="ClientError.TypeMismatch"/>); a write that throws did not take place. Of such a map it shows the lists of elements, and the sums.
/// </remarks>
public sealed class LwwMap
{
    private const int PageSize = 500;

    private readonly LiveReplica _replica;
    private readonly ServerLink _link;

    private readonly HeldMap _held;

    internal LwwMap(LiveReplica replica, ServerLink link, string name)
        => (_replica, _link, _held, Name) = (replica, link, new HeldMap(replica, link, name), name);

    /// <summary>The map's name.</summary>
    public string Name { get; }

    /// <summary>Whether this replica has ever held the whole map, so that a key that is not here is absent.</summary>
    public bool IsComplete => _replica.Read(replica => replica.MapOf(Name).IsComplete);

    /// <summary>Whether, since the client was opened, this replica still differed from its server after two digest walks (DIGEST_MISMATCH).</summary>
    /// <remarks>It never happens on sound software and storage; <see cref="TopGunClient.ResetAsync"/> rebuilds the replica. Please report it.</remarks>
    public bool HasDigestMismatch => _replica.IsMismatched(Name);

    /// <summary>Why the server does not show this map to this user, as with <see cref="ErrorCode.Forbidden"/>; null when it does, and while there is no connection.</summary>
    /// <remarks>What the replica holds already stays readable, and writes are judged one by one.</remarks>
    public SyncError? Refusal => _link.WhyEnded(Name);

    /// <summary>How far this map has come on its way to the server's state: for a bar over the first minutes with a large map, which can be used meanwhile.</summary>
    public MapProgress Progress => _link.ProgressOf(Name);

    /// <summary>The progress now, and then each that follows, until the client is disposed of. Who sleeps misses steps in between, never the last.</summary>
    public async IAsyncEnumerable<MapProgress> ProgressAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (MapProgress? last = null; ;)
        {
            var stepped = _replica.Stepped.Next();
            if (_replica.IsDisposed) yield break;
            if (Progress is var now && now != last)
            {
                yield return now;
                last = now;
            }

            await stepped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What this replica holds of the map, also when the server is not there: the whole, and parts.</summary>
    /// <remarks>
    /// It stays so over restarts until it is released, and all of it is followed while the map is in use. An application whose queries change
    /// from version to version releases those that it does not know any more.
    /// </remarks>
    public IReadOnlyList<MapPart> Parts => _held.Parts;

    /// <summary>The value of a key; null when it is absent. Where only some fields are held, an object of these.</summary>
    /// <remarks>
    /// A device that holds only parts of the map knows nothing of a record in none of them. Also when this device has changed it, and it left the parts before the server had
    /// the change: there is nothing to show the change on then. <see cref="IsPending"/> and <see cref="PendingKeys"/> say that it waits, and <see cref="FetchAsync"/> reads the record with it.
    /// </remarks>
    public Value? Get(string key) => _replica.Read(replica => replica.Get(Name, key));

    /// <summary>Whether a key has a write that the server has not answered yet.</summary>
    public bool IsPending(string key) => _replica.Read(replica => replica.IsPending(Name, key));

    /// <summary>The keys that have writes which the server has not answered yet, in the byte order of their UTF-8; also those of which nothing is shown.</summary>
    public IReadOnlyList<string> PendingKeys => _replica.Read(replica => replica.PendingKeys(Name));

    /// <summary>Whether of a key that is there only some fields are held: it can be patched and removed, and to <c>Set</c> it is <see cref="ClientError.PartialRecord"/>.</summary>
    public bool IsPartial(string key) => _replica.Read(replica => replica.IsPartial(Name, key));

    /// <summary>From now on this replica holds a part of the map, too; nothing happens when it does.</summary>
    /// <param name="query">What makes the part: see <see cref="TopGunClient.GetMap(string, MapQuery)"/>.</param>
    /// <exception cref="TopGunClientException">The query is over a bound, or makes no part: <see cref="ClientError.InvalidQuery"/>.</exception>
    public void Hold(MapQuery query) => _held.Hold(query);

    /// <summary>A part is held no longer: what nothing else holds of it goes from this device, at once. Writes that wait, and the inbox, stay.</summary>
    /// <param name="query">The query that made the part; <see cref="MapQuery.All"/> for the whole map.</param>
    /// <returns>Whether it was held.</returns>
    public bool Release(MapQuery query) => _held.Release(query);

    /// <summary>The keys and their values, in the byte order of the keys' UTF-8.</summary>
    /// <remarks>
    /// Read in pages of 500 keys while it is enumerated; what changes meanwhile may or may not be in it. What lies within a page is
    /// shown as it was at one moment.
    /// </remarks>
    /// <param name="after">Begins after this key; null for the first.</param>
    public IEnumerable<KeyValuePair<string, Value>> Entries(string? after = null) => Judged(MapQuery.All, after);

    /// <summary>Answers a query from what this device shows, with or without a connection.</summary>
    /// <remarks>
    /// The whole map is read, in pages as <see cref="Entries"/> does; only a query with a limit that sorts by nothing but the key ends
    /// where its page is full. Whether the replica has the whole map says <see cref="IsComplete"/>; a query that is held (<see cref="Hold"/>) finds its rows either way. A record
    /// of which not all is known that the query looks at is left out: one that is held without those fields, or not at all while a write of this device to some other fields waits.
    /// </remarks>
    /// <param name="query">The query.</param>
    /// <exception cref="TopGunClientException">It is over a bound, or makes no sense: <see cref="ClientError.InvalidQuery"/>.</exception>
    public QueryPage Query(MapQuery query)
    {
        Require(query);
        if (query.Sort.Count > 0) return query.Run(Judged(query, null));
        var found = Judged(query, query.After?.Key).Where(entry => query.Where?.Matches(entry.Value) != false);
        // One more than it wants says that there is another page.
        return query.Run(query.Limit is { } limit ? found.Take(limit + 1) : found);
    }

    /// <summary>Answers a query from the server, from one moment of the whole map, whatever this device holds of it. Nothing of the answer is kept.</summary>
    /// <remarks>It is what the server has committed: writes of this device that wait for the server are not in it. The answer is held in memory; a limit bounds it, and its <see cref="QueryPage.Next"/> goes on.</remarks>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TopGunClientException">
    /// There is no answer: <see cref="ClientError.Unreachable"/>, <see cref="ClientError.Forbidden"/>, <see cref="ClientError.InvalidQuery"/>, or another that the message explains.
    /// </exception>
    public Task<QueryPage> QueryOnceAsync(MapQuery query, CancellationToken cancellationToken = default)
        => _link.AskAsync((calls, cancellation) => calls.QueryAsync(Name, query, cancellation), cancellationToken);

    /// <summary>Reads a whole record from the server, where this device holds some of its fields only, or nothing of it; with this device's writes on top that the server's answer does not have.</summary>
    /// <remarks>Nothing of it is kept. To go on holding it, hold a part with it.</remarks>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value; null when it is absent.</returns>
    /// <exception cref="TopGunClientException">There is no answer: <see cref="ClientError.Unreachable"/>, <see cref="ClientError.Forbidden"/>, or another that the message explains.</exception>
    public async Task<Value?> FetchAsync(string key, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var waiting = _replica.Read(replica => replica.PlacesOf(Name, key));
            var found = await _link.AskAsync((calls, cancellation) => calls.GetAsync(Name, key, cancellation), cancellationToken).ConfigureAwait(false);
            var (value, left) = _replica.Read(replica => (replica.Overlay(Name, key, found?.Value, found?.Version ?? long.MaxValue), replica.PlacesOf(Name, key)));
            // A write that left the log meanwhile may be in neither; it is on the server by now.
            if (waiting.All(left.Contains)) return value;
        }
    }

    /// <summary>Writes a value. On an object that stands there, only the fields that differ are written, and missing ones erased.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The value; null removes.</param>
    /// <exception cref="TopGunClientException">It is over a limit, only some fields of the record are held (<see cref="ClientError.PartialRecord"/>), or the device's storage failed; nothing was written.</exception>
    public PendingWrite Set(string key, Value? value) => _replica.Write((replica, now) => replica.Set(Name, key, value, now));

    /// <summary>Writes a value that the server removes again after a while, counted from the moment at which it commits the write.</summary>
    /// <remarks>
    /// The record vanishes here when the server's removal arrives: a device that is offline shows it until then. Later writes without a
    /// ttl leave the time as it is, a later ttl replaces it, and a removal drops it. On a record that stands there, and where a resolver
    /// judges, it needs the permission to remove, and resolvers judge it as a removal too. A server that takes no ttl is either
    /// known when this is called, or the write ends in the inbox as <see cref="RejectionCode.Unsupported"/>.
    /// </remarks>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The value.</param>
    /// <param name="ttl">For how long; 1 second to 10 years of 365 days.</param>
    /// <exception cref="TopGunClientException">Something is out of its bounds, the server takes no ttl, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Set(string key, Value value, TimeSpan ttl) => _replica.Write((replica, now) => replica.Set(Name, key, value, now, InMs(ttl)));

    /// <summary>Removes a key; a removal of what is not there travels too.</summary>
    public PendingWrite Remove(string key) => Set(key, null);

    /// <summary>Writes some fields of an object and leaves the others, also those that others write at the same time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fields">The fields written; a field of null is set to null.</param>
    /// <exception cref="TopGunClientException">It is over a limit, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Patch(string key, ObjectValue fields) => Patch(key, fields.Fields, []);

    /// <summary>Writes and erases some fields of an object and leaves the others.</summary>
    /// <param name="key">The key.</param>
    /// <param name="change">Says which.</param>
    /// <exception cref="TopGunClientException">It is over a limit, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Patch(string key, Action<PatchBuilder> change)
    {
        var patch = new PatchBuilder();
        change(patch);
        return Patch(key, patch.Fields, patch.Erased);
    }

    /// <summary>Writes some fields of an object, and lets the server remove the whole object after a while. Without fields it only sets the time.</summary>
    /// <inheritdoc cref="Set(string, Value, TimeSpan)" path="/remarks"/>
    /// <param name="key">The key.</param>
    /// <param name="fields">The fields written; a field of null is set to null.</param>
    /// <param name="ttl">For how long; 1 second to 10 years of 365 days.</param>
    /// <exception cref="TopGunClientException">Something is out of its bounds, the server takes no ttl, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Patch(string key, ObjectValue fields, TimeSpan ttl)
        => _replica.Write((replica, now) => replica.Patch(Name, key, fields.Fields, [], now, InMs(ttl)));

    /// <summary>Writes several keys, all of them or none: an atomic group.</summary>
    /// <remarks>
    /// It is shown at once, as a whole, and refused and undone as a whole; of what others see, no state that was the map's has a part of
    /// it. The server judges its writes one after another, each on what those before it made. The inbox keeps a refused group as one.
    /// A server that takes no groups is either known when this is called, or the group ends in the inbox as
    /// <see cref="RejectionCode.Unsupported"/>.
    /// </remarks>
    /// <param name="build">Says what is written: 1 to 100 keys, together at most 256 KiB, unless the server says otherwise. Called once, at once.</param>
    /// <exception cref="TopGunClientException">It is over a limit, names a key twice, the server takes no groups, or the device's storage failed; nothing was written.</exception>
    public PendingWrite WriteAll(Action<GroupBuilder> build)
    {
        var group = GroupBuilder.Of(Name, build);
        return _replica.Write((replica, now) => replica.WriteAll(Name, group.Intend(replica), now));
    }

    /// <summary>Begins to collect what changes from now on, whoever changes it.</summary>
    /// <remarks>To see all that there is and then all that changes: subscribe first, then read <see cref="Entries"/>.</remarks>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public MapSubscription<ValueChange> Subscribe(CancellationToken cancellationToken = default)
        => new(_replica.Watch(Name), change => change, cancellationToken);

    /// <summary>Checks a query that is to be answered here.</summary>
    /// <exception cref="TopGunClientException">It is over a bound, or makes no sense: <see cref="ClientError.InvalidQuery"/>.</exception>
    internal void Require(MapQuery query)
    {
        try
        {
            QueryCheck.Check(query, _replica.Read(replica => replica.Limits), QueryLimits.Default);
        }
        catch (SyncException error)
        {
            throw new TopGunClientException(ClientError.InvalidQuery, error.Message, error);
        }
    }

    /// <summary>Logs a write that depends on what is shown, in one step with looking at it.</summary>
    internal PendingWrite Write(Func<Replica, ClockReading, LoggedOp> write) => _replica.Write(write);

    /// <summary>Looks at the replica.</summary>
    internal T Read<T>(Func<Replica, T> read) => _replica.Read(read);

    /// <summary>Begins to collect what changes.</summary>
    internal ChangeFeed Watch() => _replica.Watch(Name);

    /// <summary>Begins to collect what changes, in another look.</summary>
    internal MapSubscription<TChange> Subscribe<TChange>(Func<ValueChange, TChange> look, CancellationToken cancellationToken)
        => new(_replica.Watch(Name), look, cancellationToken);

    /// <summary>A ttl as it travels.</summary>
    internal static long InMs(TimeSpan ttl) => (long)ttl.TotalMilliseconds;

    // The entries of which enough is held to judge them by a query.
    private IEnumerable<KeyValuePair<string, Value>> Judged(MapQuery query, string? after)
    {
        for (string? next = after; ;)
        {
            var (page, following) = _replica.Read(replica => (replica.Scan(Name, next, PageSize, out var end, query), end));
            foreach (var entry in page) yield return entry;
            if (following is null) yield break;
            next = following;
        }
    }

    private PendingWrite Patch(string key, IReadOnlyDictionary<string, Value> set, IReadOnlyList<string> erase)
        => _replica.Write((replica, now) => replica.Patch(Name, key, set, erase, now));
}
