using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Postgres;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Server.Storage.Backups;

/// <summary>Makes a store of a backup.</summary>
public static class StoreRestore
{
    /// <summary>Restores a backup into an empty store, reads it again from end to end, and compares.</summary>
    /// <remarks>
    /// The next server on it begins a new epoch, so clients that have seen more than the backup holds notice it and take their maps anew; what they still have
    /// to send is merged as ever.
    /// </remarks>
    /// <param name="file">The backup.</param>
    /// <param name="place">The store: a file that is not there yet, or a database without our tables or with empty ones.</param>
    /// <param name="cancellationToken">Ends it; no server starts on what is left of it.</param>
    /// <returns>How much was restored.</returns>
    /// <exception cref="BackupException">The backup can't be read, or is not whole; or what came out is not what it holds.</exception>
    /// <exception cref="StoreOpenException">The store can't be opened, or holds something.</exception>
    /// <exception cref="StoreUnavailableException">It can't be written now.</exception>
    public static async Task<BackupSummary> RunAsync(string file, StorePlace place, CancellationToken cancellationToken)
    {
        // Read before it is written: a damaged one must not cost an empty database its emptiness.
        var expected = await StoreBackup.VerifyAsync(file, cancellationToken);
        if (place.Address is { } address) await IntoDatabaseAsync(file, address, cancellationToken);
        else await IntoFileAsync(file, Path.GetFullPath(place.DataFile), cancellationToken);

        // A record that its own server could not read is restored as it was.
        var report = await StoreCheck.RunAsync(place, readsRecords: false, cancellationToken);
        if (report.Damages.Count > 0) throw new BackupException($"What was restored into {place} is wrong: {report.Damages[0]}");
        var restored = report.Summary with { Maps = expected.Maps };
        return restored == expected ? report.Summary : throw new BackupException($"The backup {file} has {expected}; what was restored into {place} has {report.Summary}.");
    }

    private static async Task IntoFileAsync(string file, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path) || Directory.Exists(path)) throw new StoreOpenException($"{path} exists; a backup is restored into a new file. Name another one with --data, or move this one away.");
        var part = path + ".restoring";
        foreach (var leftover in new[] { part, part + "-wal", part + "-shm" }) File.Delete(leftover);
        await using (var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { Path = part }, TimeProvider.System, NullLogger<SqliteStore>.Instance))
            await FillAsync(file, store, cancellationToken);
        // Closed, it is one file, and on the disk.
        File.Move(part, path);
        File.Delete(part + ".lock");
    }

    private static async Task IntoDatabaseAsync(string file, string address, CancellationToken cancellationToken)
    {
        await using var store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { Address = address, StartPatience = TimeSpan.Zero }, isRestoring: true, TimeProvider.System, NullLogger.Instance, cancellationToken);
        await store.MarkRestoringAsync(isRestoring: true, cancellationToken);
        await FillAsync(file, store, cancellationToken);
        await store.MarkRestoringAsync(isRestoring: false, cancellationToken);
    }

    private static async Task FillAsync(string file, IRestorableStore store, CancellationToken cancellationToken)
    {
        var epoch = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
        var taken = new HashSet<PartitionId>();
        List<(PartitionId, StoredPartition)> partitions = [];
        await using var reader = await BackupReader.OpenAsync(file, cancellationToken);
        await reader.ReadAsync((_, _) => { }, KeepAsync, CommitAsync, BindAsync, cancellationToken);
        // Last, since a commit moves a head: until now each partition was an empty one in which somebody writes.
        foreach (var (partition, state) in partitions)
        {
            if (taken.Add(partition)) await store.TakeAsync(partition, epoch, cancellationToken);
            await store.RestoreAsync(partition, state, cancellationToken);
        }

        Task KeepAsync(PartitionId partition, StoredPartition state)
        {
            partitions.Add((partition, state));
            return Task.CompletedTask;
        }

        async Task CommitAsync(PartitionCommit commit)
        {
            if (taken.Add(commit.Partition)) await store.TakeAsync(commit.Partition, epoch, cancellationToken);
            await store.CommitAsync(commit with { Epoch = epoch }, cancellationToken);
        }

        async Task BindAsync(NodeBinding[] nodes)
        {
            // At once, so that they share what a commit costs.
            await Task.WhenAll(nodes.Select(node => store.BindNodeAsync(node.NodeId, node.Subject, cancellationToken).AsTask()));
        }
    }
}
