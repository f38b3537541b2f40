using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage;

/// <summary>Where committed state lives. Safe for many threads at once.</summary>
/// <remarks>
/// <para>
/// What a completed <see cref="CommitAsync"/> stored survives a crash of the process and of the machine (INV-STO-1), and is seen by
/// every later load. Commits of one partition take effect in the order in which they were handed over.
/// </para>
/// <para>
/// When the medium itself fails, the store ends: <see cref="Failure"/> completes, every write from then on throws
/// <see cref="StoreFailedException"/>, and the host is to end the process.
/// </para>
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>Completes, with the reason, when the store has failed for good; otherwise never. It never faults.</summary>
    Task<StoreFailedException> Failure { get; }

    /// <summary>Begins a term of ownership of a partition: from now on only commits of this epoch are taken.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="epoch">The epoch: random, not 0, never used before.</param>
    /// <param name="cancellationToken">Ends the wait; the term may have begun.</param>
    /// <returns>The partition as it was committed last. It waits for a commit whose outcome is in doubt.</returns>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreFailedException">Never again in this process.</exception>
    ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken);

    /// <summary>Reads a map as it was committed last; one that was never written is empty.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">A record does not match its checksum.</exception>
    ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken);

    /// <summary>Reads the registered resolvers of maps as they were committed last, without loading the maps.</summary>
    /// <param name="from">Maps from this name on, in the byte order of the names' UTF-8; empty for the first.</param>
    /// <param name="most">At most so many maps; from 1. Fewer are the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">What the store holds of one is damaged.</exception>
    ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken);

    /// <summary>Reads which maps have records that expire, by an index, without loading the maps.</summary>
    /// <remarks>A map may be in it, or its time be too early, for what a later commit has removed or changed; never the other way round.</remarks>
    /// <param name="from">Maps from this name on, in the byte order of the names' UTF-8; empty for the first.</param>
    /// <param name="most">At most so many maps; from 1. Fewer are the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken);

    /// <summary>Reads what became of a user's keyed writes of a map, without loading the map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="subject">The user.</param>
    /// <param name="keys">The idempotency keys; at most 100.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that it knows, in no order. What is older than a day may be among them, or not.</returns>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreCorruptException">What the store holds of one is damaged.</exception>
    ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Makes one commit durable: records, op results, registrations and the clock, all of it or none of it.</summary>
    /// <param name="commit">The commit. The store keeps it for a while; nothing in it may change afterwards.</param>
    /// <param name="cancellationToken">Ends the wait; the commit may be stored all the same.</param>
    /// <exception cref="DeposedOwnerException">The partition has another owner or another head since; nothing was stored (INV-STO-3).</exception>
    /// <exception cref="StoreUnavailableException">Not now. Whether it was stored is in doubt until the partition is taken again.</exception>
    /// <exception cref="StoreRefusedException">The store does not take this content; nothing was stored.</exception>
    /// <exception cref="StoreFailedException">Never again in this process. Whether it was stored is in doubt until the next start.</exception>
    ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken);

    /// <summary>Binds a node id to the user who uses it first, durably.</summary>
    /// <returns>The user to whom it is bound: <paramref name="subject"/>, or the one who came first.</returns>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreFailedException">Never again in this process.</exception>
    ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken);
}
