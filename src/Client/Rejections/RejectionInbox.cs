using System.Runtime.CompilerServices;
using TopGun.Client.Maps;
using TopGun.Client.Replicas;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Rejections;

/// <summary>Writes that did not come into effect, kept durably until the application discards or retries them. Safe for many threads at once.</summary>
public sealed class RejectionInbox
{
    private readonly LiveReplica _replica;

    internal RejectionInbox(LiveReplica replica) => _replica = replica;

    /// <summary>How many there are.</summary>
    public int Count => _replica.Read(replica => replica.Rejections.Count());

    /// <summary>All there are, oldest first.</summary>
    public IReadOnlyList<Rejection> List() => _replica.Read(replica => replica.Rejections.ToArray());

    /// <summary>Takes a rejection out.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="TopGunClientException">The device's storage failed; it is still there.</exception>
    public bool Discard(long id) => _replica.Step((replica, _) => replica.Discard(id));

    /// <summary>Writes an amended value to the same key and takes the rejection out, in one step.</summary>
    /// <param name="id">The id of the rejection.</param>
    /// <param name="amended">The value to write to its key instead; null removes.</param>
    /// <remarks>
    /// What is of a set or a counter takes <see cref="Sets.OrMap.RetryAll"/> or <see cref="Counters.PnCounterMap.RetryAll"/>. Where <see cref="Rejection.HeldVersion"/> is above 0,
    /// write only what is missing from what stands there now: a counter counts what two devices write again twice.
    /// </remarks>
    /// <returns>The write, or null when there is no such rejection any more.</returns>
    /// <exception cref="TopGunClientException">It is over a limit, the rejection is of a set or a counter (<see cref="ClientError.TypeMismatch"/>) or of a group, which takes <see cref="RetryAll(long, Action{GroupBuilder})"/>, or the device's storage failed; the rejection is still there.</exception>
    public PendingWrite? Retry(long id, Value? amended) => _replica.TryWrite((replica, now) => replica.Retry(id, amended, now));

    /// <summary>Writes several keys in the place of a rejected group, or of a single write, and takes the rejection out, in one step.</summary>
    /// <param name="id">The id of the rejection.</param>
    /// <param name="build">Says what is written, to the map of the rejection; see <see cref="LwwMap.WriteAll"/>. <see cref="Rejection.AttemptedValues"/> has what was attempted.</param>
    /// <returns>The write, or null when there is no such rejection any more.</returns>
    /// <exception cref="TopGunClientException">As with <see cref="LwwMap.WriteAll"/>; the rejection is still there.</exception>
    public PendingWrite? RetryAll(long id, Action<GroupBuilder> build)
    {
        if (Find(id) is not { } rejection) return null;
        var group = GroupBuilder.Of(rejection.Map, build);
        return _replica.TryWrite((replica, now) => replica.RetryAll(id, group.Intend(replica), now));
    }

    /// <summary>Retries a rejection of one map with a value that depends on what its key shows now.</summary>
    /// <exception cref="ArgumentException">It is of another map.</exception>
    internal PendingWrite? Retry(string map, long id, Func<Value?, Value?> amend) => Find(id) is { } rejection
        ? _replica.TryWrite((replica, now) => replica.Retry(id, amend(replica.Get(map, Of(map, rejection).Key)), now))
        : null;

    /// <summary>Retries a rejection of one map as a group.</summary>
    /// <exception cref="ArgumentException">It is of another map.</exception>
    internal PendingWrite? RetryAll(string map, long id, Action<GroupBuilder> build)
        => Find(id) is { } rejection ? RetryAll(Of(map, rejection).Id, build) : null;

    /// <summary>Retries a rejection of one map as writes that are made of what is shown then.</summary>
    /// <exception cref="ArgumentException">It is of another map.</exception>
    internal PendingWrite? RetryAll(string map, long id, Func<Replica, IReadOnlyList<Write>> intend) => Find(id) is { } rejection
        ? _replica.TryWrite((replica, now) => replica.RetryAll(Of(map, rejection).Id, intend(replica), now))
        : null;

    /// <summary>Delivers each rejection once: those that wait already, oldest first, and then each new one, until the client is disposed of.</summary>
    /// <remarks>
    /// Each call is a subscriber of its own. What it delivers stays in the inbox, and after a restart of the application it is
    /// delivered again: the application settles a rejection by <see cref="Discard"/> or <see cref="Retry(long, Value)"/>.
    /// </remarks>
    /// <param name="map">Only those of this map; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<Rejection> ListenAsync(string? map = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Ids only grow, so the last one says which were delivered.
        for (var last = 0L; ;)
        {
            var stepped = _replica.Stepped.Next();
            if (After(last) is not { } waiting) yield break;
            foreach (var rejection in waiting)
            {
                last = rejection.Id;
                if (map is null || rejection.Map == map) yield return rejection;
            }

            if (waiting.Length == 0) await stepped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Rejection? Find(long id) => _replica.Read(replica => replica.Rejections.FirstOrDefault(rejection => rejection.Id == id));

    private static Rejection Of(string map, Rejection rejection)
        => rejection.Map == map ? rejection : throw new ArgumentException($"Rejection {rejection.Id} is of map {rejection.Map}, not of {map}.", nameof(rejection));

    // Null when the client has been disposed of.
    private Rejection[]? After(long id)
    {
        try
        {
            return _replica.Read(replica => replica.Rejections.Where(rejection => rejection.Id > id).ToArray());
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }
}
