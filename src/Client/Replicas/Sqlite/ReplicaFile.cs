using static SQLitePCL.raw;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The open file of a replica: locked, checked and of our schema.</summary>
internal sealed class ReplicaFile : IDisposable
{
    private readonly ReplicaFileLock _lock;

    private ReplicaFile(string path, ReplicaFileLock fileLock, SqliteDatabase database)
    {
        Path = path;
        _lock = fileLock;
        Database = database;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The connection.</summary>
    public SqliteDatabase Database { get; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="nodeId">The node id that a new replica gets.</param>
    /// <exception cref="TopGunClientException">It can't be opened; the message says why and what cures it.</exception>
    public static ReplicaFile Open(string path, string nodeId)
    {
        path = Resolve(path);
        var fileLock = ReplicaFileLock.Take(path);
        SqliteDatabase? database = null;
        try
        {
            // Somebody may have moved the damaged file away by hand, and left the lock.
            if (fileLock.Mark == ReplicaMark.Damaged && File.Exists(path)) throw Damaged(path, null);
            database = SqliteDatabase.Open(path);
            // Before anything else is read: the file is ours alone from the first look, and needs no shared memory beside it.
            database.Execute("PRAGMA locking_mode = EXCLUSIVE");
            var version = ReplicaSchema.Check(database, path);
            if (database.IsReadOnly) throw Unwritable(path, null);
            Configure(database, path);
            ReplicaSchema.Migrate(database, version, nodeId);
            fileLock.Mark = ReplicaMark.Replica;
            return new ReplicaFile(path, fileLock, database);
        }
        catch (SqliteErrorException error)
        {
            var isDamage = error.Family == SQLITE_NOTADB && fileLock.Mark == ReplicaMark.Replica;
            Close();
            throw isDamage ? Damaged(path, error) : Explain(path, error);
        }
        catch (TopGunClientException)
        {
            Close();
            throw;
        }

        void Close()
        {
            database?.Dispose();
            fileLock.Dispose();
        }
    }

    /// <summary>What an error of SQLite means for a replica, and what cures it.</summary>
    public static TopGunClientException Explain(string path, SqliteErrorException error) => error.Family switch
    {
        SQLITE_NOTADB => new(ClientError.ReplicaForeign, $"{path} is not a SQLite database; name another file, or move this one away.", error),
        SQLITE_CORRUPT => Damaged(path, error),
        SQLITE_BUSY or SQLITE_LOCKED => InUse(path, error),
        SQLITE_FULL => new(ClientError.ReplicaFailed, $"{path} can't be written: the disk is full; make space. The write did not take place.", error),
        SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => Unwritable(path, error),
        _ => new(ClientError.ReplicaFailed, $"{path} can't be used ({error.Message}); check the disk.", error),
    };

    /// <summary>What stands in the file can't be read.</summary>
    public static TopGunClientException Damaged(string path, Exception? error) => new(
        ClientError.ReplicaDamaged,
        $"{path} is damaged{(error is FormatException ? $" ({error.Message})" : "")}; dispose of the client and open it again with {nameof(TopGunClientOptions.WhenDamaged)} = SetAside: "
            + "the replica fills itself from the server, and writes that were not sent are taken along where they can be read.",
        error);

    /// <summary>Another client has the file.</summary>
    public static TopGunClientException InUse(string path, Exception? error) => new(
        ClientError.ReplicaInUse, $"{path} is open in another client; close that one first, or give each process a replica file of its own.", error);

    /// <summary>The file or its directory can't be written.</summary>
    public static TopGunClientException Unwritable(string path, Exception? error)
        => new(ClientError.ReplicaUnwritable, $"{path} can't be written; let the application's user write to the file and to its directory.", error);

    /// <summary>Notes, as well as it can, that damage was seen, so that the next opening knows.</summary>
    public void MarkDamaged()
    {
        try
        {
            _lock.Mark = ReplicaMark.Damaged;
        }
        catch (IOException)
        {
            // The disk is failing; the damage will be met again.
        }
    }

    /// <summary>Closes the connection, then gives the file up.</summary>
    public void Dispose()
    {
        Database.Dispose();
        _lock.Dispose();
    }

    // Two names of one file must lead to one lock.
    internal static string Resolve(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new TopGunClientException(ClientError.ReplicaUnwritable, $"{full} is a directory; name a file in it.");
        var directory = System.IO.Path.GetDirectoryName(full)!;
        if (!Directory.Exists(directory))
            throw new TopGunClientException(
                ClientError.ReplicaUnwritable, $"{full} can't be made: there is no directory {directory}; create it, or name another.");
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private static void Configure(SqliteDatabase database, string path)
    {
        var mode = database.ReadText("PRAGMA journal_mode = WAL");
        if (mode != "wal")
            throw new TopGunClientException(
                ClientError.ReplicaUnwritable, $"{path} lies where SQLite can't keep a write-ahead log (it offers '{mode}'); use a local disk.");

        // FULL: a commit returns after its fsync. On Apple's systems only a full fsync reaches the disk itself.
        database.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");

        // A first sync writes records in the order of their versions, which is none of keys: with room for the upper part of the
        // tree, and with fewer checkpoints that write the same pages again, it takes half the time (300,000 records, measured).
        // Cache and log grow to 32 MB and 16 MB only where so much is written.
        database.Execute("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
    }
}
