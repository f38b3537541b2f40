namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The tables of a replica file, and how files of older versions get them.</summary>
internal static class ReplicaSchema
{
    /// <summary>Marks a file as a replica, where tools like <c>file</c> look: the letters 'TpGr'.</summary>
    public const int ApplicationId = 0x54704772;

    // One step for each version, never changed once released. Names that applications choose are kept as the bytes of their
    // UTF-8, so they sort as everywhere else and a NUL in one is nothing special. Records lie in the order of their keys, in one
    // tree without row ids: a page of a scan is one walk along it.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE replica (                -- one row
            id             INTEGER PRIMARY KEY CHECK (id = 1),
            node_id        TEXT NOT NULL,
            subject        TEXT,              -- NULL until it has met its server
            last_position  INTEGER NOT NULL   -- no position or rejection id that has left the tables is above it
        );
        CREATE TABLE boots (                  -- what is known of the server's time
            place          INTEGER PRIMARY KEY,
            boot_id        TEXT NOT NULL,
            monotonic_to_server_ms INTEGER NOT NULL,
            wall_to_server_ms      INTEGER NOT NULL
        );
        CREATE TABLE maps (
            name           BLOB PRIMARY KEY,
            epoch          INTEGER NOT NULL,
            version        INTEGER NOT NULL,
            generation     INTEGER NOT NULL,
            is_complete    INTEGER NOT NULL,
            resetting      INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE records (
            map            BLOB NOT NULL,
            key            BLOB NOT NULL,
            version        INTEGER NOT NULL,
            generation     INTEGER NOT NULL,
            is_live        INTEGER NOT NULL,
            bytes          BLOB NOT NULL,     -- the contract's Record
            PRIMARY KEY (map, key)
        ) WITHOUT ROWID;
        CREATE TABLE ops (
            position       INTEGER PRIMARY KEY,
            map            BLOB NOT NULL,
            node_id        TEXT NOT NULL,     -- the writer's
            suffix         TEXT NOT NULL,
            op             BLOB NOT NULL,     -- the contract's Op: number, id, timestamp, after, write
            stamped_by     TEXT,              -- who gave the timestamp, when that was not the writer
            made_wall_ms   INTEGER NOT NULL,
            made_monotonic_ms INTEGER NOT NULL,
            made_boot_id   TEXT NOT NULL,
            made_on_millis INTEGER NOT NULL,
            made_on_counter INTEGER NOT NULL,
            made_on_node   TEXT,              -- NULL when made on a record that was never written
            first_sent_ms  INTEGER NOT NULL,
            is_given_up    INTEGER NOT NULL,
            settled_epoch  INTEGER,           -- NULL while it has no result
            settled_version INTEGER
        );
        CREATE TABLE rejections (
            id             INTEGER PRIMARY KEY,
            map            BLOB NOT NULL,
            code           INTEGER NOT NULL,
            reason         BLOB NOT NULL,
            op_id          INTEGER NOT NULL,
            write          BLOB NOT NULL,     -- the contract's Write
            at_millis      INTEGER NOT NULL,
            at_counter     INTEGER NOT NULL,
            at_node        TEXT NOT NULL
        );
        """,
        """
        ALTER TABLE rejections ADD COLUMN resolver BLOB NOT NULL DEFAULT x'';   -- empty when no resolver refused it
        """,
        """
        -- Ops may be groups from here on, which older versions of the library do not read.
        ALTER TABLE rejections ADD COLUMN group_writes BLOB NOT NULL DEFAULT x'';   -- the contract's WriteGroup; empty for a single write
        ALTER TABLE rejections ADD COLUMN failed_key BLOB NOT NULL DEFAULT x'';     -- the key that a group was refused for; empty for none
        """,
        """
        ALTER TABLE rejections ADD COLUMN server_value BLOB NOT NULL DEFAULT x'';   -- the contract's Value; empty when it is not known
        """,
        """
        -- Writes may name a ttl from here on, which older versions of the library would lose.
        UPDATE replica SET last_position = last_position;
        """,
        """
        CREATE TABLE way (                    -- one row at most: how the server was reached where the best way did not get through
            id             INTEGER PRIMARY KEY CHECK (id = 1),
            server         BLOB NOT NULL,     -- its address
            rung           INTEGER NOT NULL,
            reason         BLOB NOT NULL,
            learned_ms     INTEGER NOT NULL   -- when, by the device's clock
        );
        """,
        """
        ALTER TABLE maps ADD COLUMN is_walking INTEGER NOT NULL DEFAULT 0;   -- its cursor is the server's, and what is held may differ from that
        """,
        """
        CREATE TABLE parts (                  -- parts of maps that are held
            id             INTEGER PRIMARY KEY,
            map            BLOB NOT NULL,
            query          BLOB NOT NULL,     -- the contract's Query
            epoch          INTEGER NOT NULL,
            version        INTEGER NOT NULL,
            generation     INTEGER NOT NULL,
            is_complete    INTEGER NOT NULL,
            resetting      INTEGER NOT NULL,
            reached        INTEGER NOT NULL,  -- the version at which it last was the server's state
            seen_epoch     INTEGER NOT NULL,  -- the newest of what came
            seen_version   INTEGER NOT NULL
        );
        CREATE TABLE part_rows (
            map            BLOB NOT NULL,
            key            BLOB NOT NULL,
            part           INTEGER NOT NULL,
            version        INTEGER NOT NULL,
            generation     INTEGER NOT NULL,
            bytes          BLOB NOT NULL,     -- the contract's Record, with all or some of its fields
            PRIMARY KEY (map, key, part)
        ) WITHOUT ROWID;
        """,
        """
        -- Ops may write to sets and counters from here on, which older versions of the library do not read.
        ALTER TABLE maps ADD COLUMN type INTEGER NOT NULL DEFAULT 0;   -- what its keys hold; 0 while that is not known
        """,
        """
        -- Parts may have an order, a limit and a place to begin from here on, which older versions of the library refuse to read.
        UPDATE replica SET last_position = last_position;
        """,
        """
        ALTER TABLE parts ADD COLUMN type INTEGER NOT NULL DEFAULT 0;   -- what the map's keys hold; 0 while that is not known
        """,
        """
        -- Rows of parts -1 and -2 are what is set aside of a history that the server has lost.
        ALTER TABLE maps ADD COLUMN lost_fork INTEGER;                 -- the version where that parted from the server's; NULL for none
        ALTER TABLE maps ADD COLUMN lost_epoch INTEGER NOT NULL DEFAULT 0;   -- the epoch of that version
        ALTER TABLE maps ADD COLUMN lost_generation INTEGER NOT NULL DEFAULT 0;   -- what is of lower generations came before that was known
        ALTER TABLE parts ADD COLUMN lost_fork INTEGER;
        ALTER TABLE parts ADD COLUMN lost_epoch INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE parts ADD COLUMN lost_generation INTEGER NOT NULL DEFAULT 0;
        UPDATE maps SET lost_fork = 0, lost_generation = generation WHERE resetting = 2;
        UPDATE parts SET lost_fork = 0, lost_generation = generation WHERE resetting = 2;
        ALTER TABLE maps ADD COLUMN seen_epoch INTEGER NOT NULL DEFAULT 0;    -- the newest of what came
        ALTER TABLE maps ADD COLUMN seen_version INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rejections ADD COLUMN held_version INTEGER NOT NULL DEFAULT 0;   -- the version of what was held and is lost; 0 for an op of this device
        """,
        """
        ALTER TABLE maps ADD COLUMN trail BLOB NOT NULL DEFAULT x'';    -- where it was in earlier epochs: epoch and version, eight bytes each, the lowest first
        ALTER TABLE parts ADD COLUMN trail BLOB NOT NULL DEFAULT x'';
        ALTER TABLE maps DROP COLUMN lost_epoch;                       -- the trail tells it
        ALTER TABLE parts DROP COLUMN lost_epoch;
        UPDATE ops SET settled_version = abs(settled_version) WHERE settled_epoch = 0;
        """,
    ];

    /// <summary>The schema that this library writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Checks, without changing it, that a file is new or a replica of a version that is known here.</summary>
    /// <returns>Its version; 0 for a new file.</returns>
    /// <exception cref="TopGunClientException">It is not.</exception>
    public static int Check(SqliteDatabase database, string path)
    {
        var isEmpty = database.ReadInt64("SELECT count(*) FROM sqlite_schema") == 0;
        var application = database.ReadInt64("PRAGMA application_id");
        if (application != ApplicationId && !(isEmpty && application == 0))
            throw new TopGunClientException(
                ClientError.ReplicaForeign, $"{path} is a SQLite database of another program; give the replica a file of its own.");

        var version = (int)database.ReadInt64("PRAGMA user_version");
        return version <= Version
            ? version
            : throw new TopGunClientException(
                ClientError.ReplicaNewer,
                $"{path} has schema {version}; this version of the application knows {Version}. Update the application, or open another file.");
    }

    /// <summary>Brings a file from its version to ours, all the way or not at all.</summary>
    /// <param name="database">The file.</param>
    /// <param name="from">Its version.</param>
    /// <param name="nodeId">The node id that a new replica gets.</param>
    public static void Migrate(SqliteDatabase database, int from, string nodeId)
    {
        if (from == Version) return;
        database.Execute("BEGIN IMMEDIATE");
        for (var step = from; step < Version; step++) database.Execute(Migrations[step]);
        if (from == 0) database.Prepare("INSERT INTO replica VALUES (1, ?, NULL, 0)").Bind(1, nodeId).Run();
        database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
    }
}
