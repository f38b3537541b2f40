namespace TopGun.Server.Storage.Backups;

/// <summary>Takes backups of a store while a server runs on it.</summary>
public static class StoreBackup
{
    private const int NodesInAPart = 1_000;

    /// <summary>Writes all that a store holds at one moment into a file.</summary>
    /// <remarks>The file is of one form whatever the store, so a backup can be restored into a store of the other kind. It needs the memory of the largest map.</remarks>
    /// <param name="place">The store. A server may have it, and is not held up.</param>
    /// <param name="file">The file; there must be none yet. It appears under this name when it is whole and on the disk.</param>
    /// <param name="time">Says when it is taken.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    /// <returns>How much it holds.</returns>
    /// <exception cref="BackupException">The file can't be written.</exception>
    /// <exception cref="StoreOpenException">The store can't be opened.</exception>
    /// <exception cref="StoreCorruptException">What it holds is damaged; there is no backup then.</exception>
    /// <exception cref="StoreUnavailableException">It can't be read now.</exception>
    public static async Task<BackupSummary> WriteAsync(StorePlace place, string file, TimeProvider time, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file) || Directory.Exists(file)) throw new BackupException($"{file} exists; name another file, or move this one away.");
        await using var snapshot = await place.ReadAsync(cancellationToken);
        var part = file + ".part";
        try
        {
            BackupSummary summary;
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                summary = await WriteAsync(snapshot, place.ToString(), stream, time, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file);
            return summary;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new BackupException($"The backup {file} can't be written: {error.Message} Check the directory, its permissions and its space.", error);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Reads a backup from end to end and compares every part of it with its checksum.</summary>
    /// <returns>How much it holds.</returns>
    /// <exception cref="BackupException">It can't be read, or is not whole.</exception>
    public static async Task<BackupSummary> VerifyAsync(string file, CancellationToken cancellationToken)
    {
        await using var reader = await BackupReader.OpenAsync(file, cancellationToken);
        return await reader.ReadAsync((_, _) => { }, (_, _) => Task.CompletedTask, _ => Task.CompletedTask, _ => Task.CompletedTask, cancellationToken);
    }

    private static async Task<BackupSummary> WriteAsync(IStoreSnapshot snapshot, string source, Stream stream, TimeProvider time, CancellationToken cancellationToken)
    {
        using var writer = new BackupWriter(stream);
        await writer.WriteAsync(BackupKind.Header, to => BackupForms.WriteHeader(to, time.GetUtcNow().ToUnixTimeMilliseconds(), source), cancellationToken);
        var summary = default(BackupSummary);
        foreach (var partition in await snapshot.ReadPartitionsAsync(cancellationToken))
        {
            await writer.WriteAsync(BackupKind.Partition, to => BackupForms.WritePartition(to, partition.Partition, partition.State), cancellationToken);
            summary = summary with { Partitions = summary.Partitions + 1 };
        }

        foreach (var name in await snapshot.ReadMapsAsync(cancellationToken))
        {
            var map = await snapshot.ReadMapAsync(name, cancellationToken);
            foreach (var commit in MapParts.Of(map)) await writer.WriteAsync(BackupKind.Content, to => Forms.StoredForms.WriteCommit(to, commit), cancellationToken);
            summary = summary.With(map);
        }

        foreach (var nodes in (await snapshot.ReadNodesAsync(cancellationToken)).Chunk(NodesInAPart))
        {
            await writer.WriteAsync(BackupKind.Nodes, to => BackupForms.WriteNodes(to, nodes), cancellationToken);
            summary = summary with { Nodes = summary.Nodes + nodes.Length };
        }

        await writer.WriteAsync(BackupKind.End, to => BackupForms.WriteEnd(to, summary, writer.Parts), cancellationToken);
        return summary;
    }
}
