using Npgsql;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The tables in the schema <c>topgun</c>, and how databases of older versions get them.</summary>
internal static class PostgresSchema
{
    // Any number that is not likely to be another program's.
    private const long MigrationLock = 0x5470_476E_0000_0001;

    // By the rows of the catalogue: what to_regclass knows may be from before another server's transaction, which this one waited for.
    private const string IsThere = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'topgun' AND tablename = 'about')";

    // One step for each version, never changed once released. Every name is written in full: a search path is state of a session, and a
    // pooler lends another session for each transaction. Text that clients choose is kept as bytes: PostgreSQL knows no text with a NUL, and
    // bytes are ordered as our names are. A commit writes where things belong: PostgreSQL's own log is the log (docs/decisions/0031).
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE topgun.about (            -- of this schema, one row
            version       int NOT NULL,
            restoring     boolean NOT NULL     -- a backup is being restored, or its restoring broke off
        );
        INSERT INTO topgun.about VALUES (0, false);
        CREATE TABLE topgun.owner (            -- the server that may take partitions, one row
            term          bigint NOT NULL,     -- random, of one start of one server; 0 for none yet
            holder        text NOT NULL,       -- who that is, for people
            until         timestamptz NOT NULL,
            renewals      bigint NOT NULL
        );
        INSERT INTO topgun.owner VALUES (0, '', '-infinity', 0);
        CREATE TABLE topgun.partitions (
            id            smallint PRIMARY KEY,
            epoch         bigint NOT NULL,     -- the owner's; 0 while nobody owns it
            head          bigint NOT NULL,
            clock_millis  bigint NOT NULL,
            clock_counter int NOT NULL,
            clock_node    bytea                -- NULL when nothing was ever committed
        ) WITH (fillfactor = 50);
        CREATE TABLE topgun.epochs (           -- those that committed versions
            partition     smallint NOT NULL,
            epoch         bigint NOT NULL,
            first_version bigint NOT NULL,
            PRIMARY KEY (partition, epoch)
        );
        CREATE TABLE topgun.marks (            -- when versions were committed, coarsely
            partition     smallint NOT NULL,
            at_ms         bigint NOT NULL,
            version       bigint NOT NULL,
            clock_millis  bigint NOT NULL,
            clock_counter int NOT NULL,
            clock_node    bytea NOT NULL,
            PRIMARY KEY (partition, at_ms)
        );
        CREATE TABLE topgun.maps (
            id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name          bytea NOT NULL UNIQUE,
            horizon_version bigint NOT NULL DEFAULT 0,   -- how far tombstones were collected
            horizon_millis  bigint NOT NULL DEFAULT 0,
            horizon_counter int NOT NULL DEFAULT 0,
            horizon_node    bytea                        -- NULL while none ever was
        );
        CREATE TABLE topgun.records (
            map           bigint NOT NULL,
            key           bytea NOT NULL,
            version       bigint NOT NULL,
            checksum      int NOT NULL,        -- CRC-32C of the row
            bytes         bytea NOT NULL,
            owner         bytea,               -- the user whose write made the record; NULL for an absent one
            expires_at    bigint,              -- in milliseconds of server time; NULL for never
            PRIMARY KEY (map, key)
        ) WITH (fillfactor = 85);
        CREATE INDEX records_expiring ON topgun.records (map, expires_at) WHERE expires_at IS NOT NULL;
        CREATE TABLE topgun.writers (
            map           bigint NOT NULL,
            node_id       bytea NOT NULL,
            suffix        bytea NOT NULL,
            row           bytea NOT NULL,      -- all but the results; see StoredForms
            PRIMARY KEY (map, node_id, suffix)
        ) WITH (fillfactor = 50);
        CREATE TABLE topgun.results (          -- those that writers have not confirmed, as many as one commit gave
            map           bigint NOT NULL,
            node_id       bytea NOT NULL,
            suffix        bytea NOT NULL,
            last          bigint NOT NULL,     -- the number of the last one in it
            row           bytea NOT NULL,      -- see StoredForms
            PRIMARY KEY (map, node_id, suffix, last)
        );
        CREATE TABLE topgun.resolvers (        -- those that users have registered
            map           bigint NOT NULL,
            name          bytea NOT NULL,
            row           bytea NOT NULL,      -- the definition; see StoredForms
            PRIMARY KEY (map, name)
        );
        CREATE TABLE topgun.claims (           -- and who wants them in force
            map           bigint NOT NULL,
            name          bytea NOT NULL,
            subject       bytea NOT NULL,
            renewed_ms    bigint NOT NULL,
            PRIMARY KEY (map, name, subject)
        );
        CREATE TABLE topgun.keyed (            -- what became of writes under idempotency keys
            map           bigint NOT NULL,
            subject       bytea NOT NULL,
            key           bytea NOT NULL,
            at_ms         bigint NOT NULL,
            row           bytea NOT NULL,      -- see StoredForms
            PRIMARY KEY (map, subject, key)
        );
        CREATE INDEX keyed_by_age ON topgun.keyed (at_ms);
        CREATE TABLE topgun.nodes (            -- to whom node ids are bound
            node_id       bytea PRIMARY KEY,
            subject       bytea NOT NULL
        );

        -- The fence: moves a head by a commit whose owner still owns it and built on it, or fails the whole transaction. As a function, because
        -- all that follows it is on its way already.
        CREATE FUNCTION topgun.advance(
            the_partition smallint, the_epoch bigint, expected bigint, moved bigint, millis bigint, counter int, node bytea) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE topgun.partitions SET head = moved, clock_millis = millis, clock_counter = counter, clock_node = node
            WHERE id = the_partition AND epoch = the_epoch AND head = expected;
            IF NOT FOUND THEN RAISE EXCEPTION 'another owner or head' USING ERRCODE = 'TG001'; END IF;
            IF moved > expected THEN
                INSERT INTO topgun.epochs VALUES (the_partition, the_epoch, expected + 1) ON CONFLICT (partition, epoch) DO NOTHING;
            END IF;
        END $$;

        -- Only who holds the lease takes partitions; and nobody takes the lease while this one takes a partition.
        CREATE FUNCTION topgun.require_owner(the_term bigint) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM topgun.owner WHERE term = the_term FOR KEY SHARE;
            IF NOT FOUND THEN RAISE EXCEPTION 'another server has the database' USING ERRCODE = 'TG002'; END IF;
        END $$;
        """,
        """
        ALTER TABLE topgun.maps ADD COLUMN type smallint NOT NULL DEFAULT 0;   -- 0 while it was never changed, and for an LwwMap from before types were noted
        """,
    ];

    /// <summary>The schema that this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Reads a database's version, without changing anything.</summary>
    /// <returns>Its version; 0 when it has none of our tables.</returns>
    /// <exception cref="StoreOpenException">It is newer than we are, or only a part of a restored backup.</exception>
    public static async Task<int> CheckAsync(NpgsqlConnection connection, PostgresAddress address, bool isRestoring, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(IsThere, connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not true) return 0;

        await using var read = new NpgsqlCommand("SELECT version, restoring FROM topgun.about", connection);
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) throw new StoreOpenException($"{address} has a schema topgun that is not ours or is damaged; restore a backup into another database.");
        if (row.GetInt32(0) is var version && version > Version)
            throw new StoreOpenException($"{address} has schema {version}, this server knows {Version}; start the newer server that wrote it, or restore a backup from before.");
        if (row.GetBoolean(1) && !isRestoring)
            throw new StoreOpenException($"{address} holds a part of a backup: restoring it broke off. Run 'DROP SCHEMA topgun CASCADE' in it, and restore again.");
        return version;
    }

    /// <summary>Brings a database to our version, all the way or not at all. Of several servers that try it at once one does it.</summary>
    public static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync($"SELECT pg_advisory_xact_lock({MigrationLock})");
        if (await AskAsync(IsThere) is not true)
        {
            // An administrator may have made the schema for a user who may not make any.
            if (await AskAsync("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'topgun')") is not true) await RunAsync("CREATE SCHEMA topgun");
            await RunAsync(Migrations[0]);
            await RunAsync("UPDATE topgun.about SET version = 1");
        }

        for (var step = (int)(await AskAsync("SELECT version FROM topgun.about"))!; step < Version; step++) await RunAsync(Migrations[step]);
        await RunAsync($"UPDATE topgun.about SET version = {Version}");
        await transaction.CommitAsync(cancellationToken);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task<object?> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
