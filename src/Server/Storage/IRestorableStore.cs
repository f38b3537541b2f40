using TopGun.Core.Partitions;

namespace TopGun.Server.Storage;

/// <summary>A store into which a backup can be restored.</summary>
internal interface IRestorableStore : IStore
{
    /// <summary>Makes a partition what it was when the backup was taken, after its content was committed; nobody owns it then.</summary>
    /// <param name="partition">The partition; it was taken in this process before.</param>
    /// <param name="state">What it was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    /// <exception cref="StoreFailedException">Never again in this process.</exception>
    ValueTask RestoreAsync(PartitionId partition, StoredPartition state, CancellationToken cancellationToken);
}
