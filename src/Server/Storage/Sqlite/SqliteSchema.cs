namespace TopGun.Server.Storage.Sqlite;

/// <summary>The tables, and how files of older versions get them.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as ours, where tools like <c>file</c> look: the letters 'TpGn'.</summary>
    public const int ApplicationId = 0x5470476E;

    // One step for each version, never changed once released. Text that clients choose is kept as bytes: a NUL in it is then
    // nothing special. Tables whose key is the row are WITHOUT ROWID: one tree each, and a fold writes it in its order.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE partitions (
            id            INTEGER PRIMARY KEY,
            epoch         INTEGER NOT NULL,  -- the owner's
            head          INTEGER NOT NULL,
            clock_millis  INTEGER NOT NULL,
            clock_counter INTEGER NOT NULL,
            clock_node    TEXT               -- NULL when nothing was ever committed
        );
        CREATE TABLE epochs (                -- those that committed versions
            partition     INTEGER NOT NULL,
            epoch         INTEGER NOT NULL,
            first_version INTEGER NOT NULL,
            PRIMARY KEY (partition, epoch)
        ) WITHOUT ROWID;
        CREATE TABLE log (                   -- commits that are not folded yet; see StoredForms
            seq           INTEGER PRIMARY KEY,
            body          BLOB NOT NULL
        );
        CREATE TABLE maps (
            id            INTEGER PRIMARY KEY,
            name          BLOB NOT NULL UNIQUE
        );
        CREATE TABLE records (
            map           INTEGER NOT NULL,
            key           BLOB NOT NULL,
            version       INTEGER NOT NULL,
            checksum      INTEGER NOT NULL,  -- CRC-32C of the row
            bytes         BLOB NOT NULL,
            PRIMARY KEY (map, key)
        ) WITHOUT ROWID;
        CREATE TABLE writers (
            map           INTEGER NOT NULL,
            node_id       TEXT NOT NULL,
            suffix        TEXT NOT NULL,
            row           BLOB NOT NULL,     -- all of it, results too; see StoredForms
            PRIMARY KEY (map, node_id, suffix)
        ) WITHOUT ROWID;
        CREATE TABLE nodes (
            node_id       BLOB PRIMARY KEY,
            subject       BLOB NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE records ADD COLUMN owner BLOB;   -- the user whose write made the record; NULL for an absent one, and for older ones
        """,
        """
        CREATE TABLE resolvers (             -- those that users have registered
            map           INTEGER NOT NULL,
            name          BLOB NOT NULL,
            row           BLOB NOT NULL,     -- the definition; see StoredForms
            PRIMARY KEY (map, name)
        ) WITHOUT ROWID;
        CREATE TABLE claims (                -- and who wants them in force
            map           INTEGER NOT NULL,
            name          BLOB NOT NULL,
            subject       BLOB NOT NULL,
            renewed_ms    INTEGER NOT NULL,
            PRIMARY KEY (map, name, subject)
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE records ADD COLUMN expires_at INTEGER;   -- in milliseconds of server time; NULL for never
        CREATE INDEX records_expiring ON records (map, expires_at) WHERE expires_at IS NOT NULL;
        ALTER TABLE maps ADD COLUMN horizon_version INTEGER NOT NULL DEFAULT 0;   -- how far tombstones were collected
        ALTER TABLE maps ADD COLUMN horizon_millis INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE maps ADD COLUMN horizon_counter INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE maps ADD COLUMN horizon_node TEXT;                            -- NULL while none ever was
        CREATE TABLE marks (                 -- when versions were committed, coarsely
            partition     INTEGER NOT NULL,
            at_ms         INTEGER NOT NULL,
            version       INTEGER NOT NULL,
            clock_millis  INTEGER NOT NULL,
            clock_counter INTEGER NOT NULL,
            clock_node    TEXT NOT NULL,
            PRIMARY KEY (partition, at_ms)
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE keyed (                 -- what became of writes under idempotency keys
            map           INTEGER NOT NULL,
            subject       BLOB NOT NULL,
            key           BLOB NOT NULL,
            at_ms         INTEGER NOT NULL,
            row           BLOB NOT NULL,     -- see StoredForms
            PRIMARY KEY (map, subject, key)
        ) WITHOUT ROWID;
        CREATE INDEX keyed_by_age ON keyed (at_ms);
        """,
        """
        ALTER TABLE maps ADD COLUMN type INTEGER NOT NULL DEFAULT 0;   -- 0 while it was never changed, and for an LwwMap from before types were noted
        """,
    ];

    /// <summary>The schema that this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Checks, without changing it, that a file is new or ours and of a version that we know.</summary>
    /// <returns>Its version; 0 for a new file.</returns>
    /// <exception cref="StoreOpenException">It is not.</exception>
    public static int Check(SqliteDatabase database, string path)
    {
        var isEmpty = database.ReadInt64("SELECT count(*) FROM sqlite_schema") == 0;
        var application = database.ReadInt64("PRAGMA application_id");
        if (application != ApplicationId && !(isEmpty && application == 0))
            throw new StoreOpenException($"{path} is a SQLite database of another program; give the server a file of its own.");

        var version = (int)database.ReadInt64("PRAGMA user_version");
        return version <= Version
            ? version
            : throw new StoreOpenException($"{path} has schema {version}, this server knows {Version}; start the newer server that wrote it, or restore a backup from before.");
    }

    /// <summary>Brings a file from its version to ours, all the way or not at all.</summary>
    public static void Migrate(SqliteDatabase database, int from)
    {
        if (from == Version) return;
        database.Execute("BEGIN IMMEDIATE");
        for (var step = from; step < Version; step++) database.Execute(Migrations[step]);
        database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
        database.Execute("COMMIT");
    }
}
