using TopGun.Core.Sync;

namespace TopGun.Client.Replicas.Sqlite.Salvage;

/// <summary>Opens a replica file; a damaged one is set aside, and what can be read of it goes on in a new one.</summary>
/// <remarks>
/// The new file is made whole under another name before anything is moved. So a crash at any point leaves the damaged file in its
/// place, to be read again, or the new one ready to take the place.
/// </remarks>
internal static class ReplicaRescue
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="nodeId">The node id that a new replica gets.</param>
    /// <param name="random">Gives ids.</param>
    /// <param name="time">Names what is set aside.</param>
    /// <param name="recovery">What became of a damaged file; null when there was none.</param>
    /// <exception cref="TopGunClientException">It can't be opened, for another reason.</exception>
    public static SqliteReplicaStore Open(string path, string nodeId, Func<ulong> random, TimeProvider time, out ReplicaRecovery? recovery)
    {
        path = ReplicaFile.Resolve(path);
        recovery = null;
        FinishMove(path);
        if (TryOpen(path, nodeId) is { } whole) return whole;

        recovery = Rebuild(path, nodeId, random, time);
        return SqliteReplicaStore.Open(path, nodeId);
    }

    private static SqliteReplicaStore? TryOpen(string path, string nodeId)
    {
        SqliteReplicaStore? store = null;
        try
        {
            store = SqliteReplicaStore.Open(path, nodeId);
            store.Load();
            return store;
        }
        catch (TopGunClientException error) when (error.Error == ClientError.ReplicaDamaged)
        {
            store?.Dispose();
            return null;
        }
        catch (TopGunClientException)
        {
            store?.Dispose();
            throw;
        }
    }

    private static ReplicaRecovery Rebuild(string path, string nodeId, Func<ulong> random, TimeProvider time)
    {
        using var held = ReplicaFileLock.Take(path);
        var salvaged = DamagedFile.Read(path);
        var rebuilt = RebuiltName(path);
        Delete(rebuilt);
        var name = salvaged.NodeId is { } known && NodeId.IsValid(known) ? known : nodeId;
        var change = SalvagedLog.Restore(salvaged with { NodeId = name == salvaged.NodeId ? name : null }, new WriterId(name, SuffixOf(random)), random);
        using (var store = SqliteReplicaStore.Open(rebuilt, name)) store.Commit(change);

        var aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMddHHmmssfff}";
        foreach (var part in Parts)
            if (File.Exists(path + part)) File.Move(path + part, aside + part);
        TakePlace(path);
        held.Mark = ReplicaMark.Replica;
        return new ReplicaRecovery(aside, change.PutOps.Count, change.AddedRejections.Count - salvaged.Rejections.Count, salvaged.IsWhole);
    }

    // The damaged file is gone from its place, so the new one was whole.
    private static void FinishMove(string path)
    {
        if (File.Exists(path) || !File.Exists(RebuiltName(path))) return;
        using var held = ReplicaFileLock.Take(path);
        foreach (var part in Parts.Skip(1))
            if (File.Exists(path + part)) File.Move(path + part, $"{path}.damaged-rest{part}", overwrite: true);
        TakePlace(path);
        held.Mark = ReplicaMark.Replica;
    }

    private static void TakePlace(string path)
    {
        File.Move(RebuiltName(path), path);
        Delete(RebuiltName(path));
    }

    private static void Delete(string rebuilt)
    {
        foreach (var part in Parts.Append(".lock")) File.Delete(rebuilt + part);
    }

    private static string RebuiltName(string path) => path + ".rebuilt";

    private static string SuffixOf(Func<ulong> random) => $"r{random() & 0xFFFF_FFFF_FFFF:x12}";
}
