using static SQLitePCL.raw;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The open file of a store: locked, checked, of our schema, with the connection that writes.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly StoreFileLock _lock;

    private StoreFile(string path, StoreFileLock fileLock, SqliteDatabase database, int openedVersion)
    {
        Path = path;
        _lock = fileLock;
        Database = database;
        OpenedVersion = openedVersion;
        Tables = new StoreTables(database);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The connection that writes; of the writer's thread once that runs.</summary>
    public SqliteDatabase Database { get; }

    /// <summary>The tables on it.</summary>
    public StoreTables Tables { get; }

    /// <summary>The schema that the file had; 0 for a new one.</summary>
    public int OpenedVersion { get; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <exception cref="StoreOpenException">It can't be; the message says why and what cures it.</exception>
    public static StoreFile Open(string path)
    {
        path = Resolve(path);
        var fileLock = StoreFileLock.Take(path);
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.OpenWriter(path);
            var version = SqliteSchema.Check(database, path);
            Configure(database, path);
            SqliteSchema.Migrate(database, version);
            return new StoreFile(path, fileLock, database, version);
        }
        catch (SqliteErrorException error)
        {
            Close();
            throw new StoreOpenException(Explain(path, error), error);
        }
        catch (StoreOpenException)
        {
            Close();
            throw;
        }

        // A file that we don't open is left as it is.
        void Close()
        {
            database?.KeepLogOnClose();
            database?.Dispose();
            fileLock.Dispose();
        }
    }

    /// <summary>Closes the connection, then gives the file up.</summary>
    public void Dispose()
    {
        Tables.Dispose();
        Database.Dispose();
        _lock.Dispose();
    }

    // Two names of one file must lead to one lock.
    private static string Resolve(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new StoreOpenException($"{full} is a directory; name a file in it.");
        var directory = System.IO.Path.GetDirectoryName(full)!;
        if (!Directory.Exists(directory)) throw new StoreOpenException($"{full} can't be made: there is no directory {directory}; create it, or name another.");
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static void Configure(SqliteDatabase database, string path)
    {
        var mode = database.ReadText("PRAGMA journal_mode = WAL");
        if (mode != "wal")
            throw new StoreOpenException($"{path} lies where SQLite can't keep a write-ahead log (it offers '{mode}'); use a local disk.");

        // The checkpoints are ours to time, and the cache holds a slice of a fold.
        database.Execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
    }

    /// <summary>What an operator is told when a file can't be opened: one line, with the cure.</summary>
    public static string Explain(string path, SqliteErrorException error) => (error.Code & 0xFF) switch
    {
        SQLITE_NOTADB => $"{path} is not a SQLite database; name another file, or move this one away.",
        SQLITE_CORRUPT => $"{path} is damaged; restore a backup.",
        SQLITE_BUSY or SQLITE_LOCKED => $"{path} is locked by another program; end it.",
        SQLITE_FULL => $"{path} can't be written: the disk is full; make space.",
        SQLITE_READONLY => $"{path} can't be written; let the server's user write to it and to its directory.",
        SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => $"{path} can't be opened; let the server's user read and write it and its directory.",
        _ => $"{path} can't be opened ({error.Message}); check the disk.",
    };
}
