using System.Text;
using Npgsql;
using NpgsqlTypes;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The statements of one commit: the fence first, then everything else, each kind of row in one statement.</summary>
/// <remarks>
/// They leave together and are one transaction, since nothing asks for another one: one round trip, and if one fails, all do.
/// Arrays that PostgreSQL unnests make one statement of a thousand rows, prepared once, whatever their number.
/// </remarks>
internal sealed class CommitBatch
{
    private const int MostForgotten = 64;

    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly PartitionCommit _commit;
    private readonly Func<string, long> _numberOf;

    private CommitBatch(PartitionCommit commit, Func<string, long> numberOf) => (_commit, _numberOf) = (commit, numberOf);

    /// <summary>The maps whose numbers a commit needs, some more than once.</summary>
    public static IEnumerable<string> MapsOf(PartitionCommit commit)
        => commit.Records.Select(record => record.Map)
            .Concat(commit.Writers.Select(writer => writer.Map))
            .Concat(commit.Collected.Select(collected => collected.Map))
            .Concat(commit.Types.Select(typing => typing.Map))
            .Concat(commit.Registrations.Select(change => change.Map))
            .Concat(commit.Keyed.Select(keyed => keyed.Map));

    /// <summary>Makes the statements of a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="numberOf">The numbers of its maps.</param>
    /// <exception cref="StoreRefusedException">It has text that is not Unicode, or is too large for any store.</exception>
    public static CommitBatch Of(PartitionCommit commit, Func<string, long> numberOf)
    {
        try
        {
            var batch = new CommitBatch(commit, numberOf);
            batch.Fill();
            return batch;
        }
        catch (Exception error) when (error is EncoderFallbackException or OverflowException)
        {
            throw new StoreRefusedException($"A commit of partition {commit.Partition.Value} can't be written: a text in it is not Unicode, or it is beyond 2 GB ({error.Message})", error);
        }
    }

    /// <summary>Sends it, and completes when it is durable.</summary>
    public async Task RunAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in _commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }

    private void Fill()
    {
        Advance();
        foreach (var collected in _commit.Collected) Collect(collected);
        foreach (var typing in _commit.Types) Add("UPDATE topgun.maps SET type = $2 WHERE id = $1", Of(_numberOf(typing.Map)), Of((short)typing.Type));
        PutRecords();
        ForgetWriters();
        PutWriters();
        foreach (var change in _commit.Registrations) Take(change);
        PutKeyed();
    }

    private void Advance()
    {
        var clock = _commit.ClockHighWater;
        Add(
            "SELECT topgun.advance($1, $2, $3, $4, $5, $6, $7)",
            Of((short)_commit.Partition.Value), Of((long)_commit.Epoch), Of(_commit.ExpectedHead), Of(_commit.NewHead), Of(clock.Millis), Of((int)clock.Counter), Of(BytesOrNull(clock.NodeId)));

        if (_commit.Mark is not { } mark) return;
        Add("DELETE FROM topgun.marks WHERE partition = $1 AND at_ms < $2", Of((short)_commit.Partition.Value), Of(_commit.MarksFromMs));
        Add(
            """
            INSERT INTO topgun.marks VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (partition, at_ms) DO UPDATE
            SET version = excluded.version, clock_millis = excluded.clock_millis, clock_counter = excluded.clock_counter, clock_node = excluded.clock_node
            """,
            Of((short)_commit.Partition.Value), Of(mark.AtMs), Of(mark.Version), Of(mark.Clock.Millis), Of((int)mark.Clock.Counter), Of(StrictUtf8.Bytes(mark.Clock.NodeId)));
    }

    private void Collect(MapCollection collected)
    {
        var (map, at) = (_numberOf(collected.Map), collected.Horizon.At);
        Add(
            "UPDATE topgun.maps SET horizon_version = $2, horizon_millis = $3, horizon_counter = $4, horizon_node = $5 WHERE id = $1",
            Of(map), Of(collected.Horizon.Version), Of(at.Millis), Of((int)at.Counter), Of(BytesOrNull(at.NodeId)));
        if (collected.Keys.Count == 0) return;
        Add("DELETE FROM topgun.records WHERE map = $1 AND key = ANY($2)", Of(map), Of(collected.Keys.Select(StrictUtf8.Bytes).ToArray()));
    }

    private void PutRecords()
    {
        var records = _commit.Records;
        if (records.Count == 0) return;
        var (maps, keys, versions) = (new long[records.Count], new byte[records.Count][], new long[records.Count]);
        var (checksums, bytes, owners, expiries) = (new int[records.Count], new byte[records.Count][], new byte[]?[records.Count], new long?[records.Count]);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            maps[i] = _numberOf(record.Map);
            keys[i] = StrictUtf8.Bytes(record.Key);
            versions[i] = record.Version;
            bytes[i] = record.Bytes;
            owners[i] = BytesOrNull(record.Owner);
            expiries[i] = record.ExpiresAtMs == 0 ? null : record.ExpiresAtMs;
            checksums[i] = unchecked((int)Crc32C.OfRecord(maps[i], keys[i], record.Version, record.Bytes, owners[i], record.ExpiresAtMs));
        }

        Add(
            """
            INSERT INTO topgun.records (map, key, version, checksum, bytes, owner, expires_at)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (map, key) DO UPDATE
            SET version = excluded.version, checksum = excluded.checksum, bytes = excluded.bytes, owner = excluded.owner, expires_at = excluded.expires_at
            """,
            Of(maps), Of(keys), Of(versions), Of(checksums), Of(bytes), Of(owners), Of(expiries));
    }

    private void ForgetWriters()
    {
        WriterChange[] writers = [.. _commit.Writers.Where(writer => writer.IsForgotten)];
        if (writers.Length == 0) return;
        foreach (var table in (string[])["writers", "results"])
            Add(
                $"""
                DELETE FROM topgun.{table} t USING unnest($1, $2, $3) AS w(map, node_id, suffix)
                WHERE t.map = w.map AND t.node_id = w.node_id AND t.suffix = w.suffix
                """,
                Of(Array.ConvertAll(writers, writer => _numberOf(writer.Map))), Of(Array.ConvertAll(writers, writer => StrictUtf8.Bytes(writer.Writer.NodeId))),
                Of(Array.ConvertAll(writers, writer => StrictUtf8.Bytes(writer.Writer.Suffix))));
    }

    private void PutWriters()
    {
        WriterChange[] writers = [.. _commit.Writers.Where(writer => !writer.IsForgotten)];
        if (writers.Length == 0) return;
        var (maps, nodes, suffixes) = (new long[writers.Length], new byte[writers.Length][], new byte[writers.Length][]);
        var (rows, settled) = (new byte[writers.Length][], new long[writers.Length]);
        using var form = new ByteWriter(1024);
        for (var i = 0; i < writers.Length; i++)
        {
            var writer = writers[i];
            maps[i] = _numberOf(writer.Map);
            nodes[i] = StrictUtf8.Bytes(writer.Writer.NodeId);
            suffixes[i] = StrictUtf8.Bytes(writer.Writer.Suffix);
            rows[i] = Sealed(form, writer with { Results = [] });
            settled[i] = writer.SettledThrough;
        }

        Add(
            """
            INSERT INTO topgun.writers (map, node_id, suffix, row) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (map, node_id, suffix) DO UPDATE SET row = excluded.row
            """,
            Of(maps), Of(nodes), Of(suffixes), Of(rows));
        Add(
            """
            DELETE FROM topgun.results r USING unnest($1, $2, $3, $4) AS w(map, node_id, suffix, settled)
            WHERE r.map = w.map AND r.node_id = w.node_id AND r.suffix = w.suffix AND r.last <= w.settled
            """,
            Of(maps), Of(nodes), Of(suffixes), Of(settled));

        int[] some = [.. Enumerable.Range(0, writers.Length).Where(i => writers[i].Results.Count > 0)];
        if (some.Length == 0) return;
        Add(
            """
            INSERT INTO topgun.results (map, node_id, suffix, last, row) SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT (map, node_id, suffix, last) DO UPDATE SET row = excluded.row
            """,
            Of(Array.ConvertAll(some, i => maps[i])), Of(Array.ConvertAll(some, i => nodes[i])), Of(Array.ConvertAll(some, i => suffixes[i])),
            Of(Array.ConvertAll(some, i => writers[i].Results[^1].Number)), Of(Array.ConvertAll(some, i => Sealed(form, writers[i]))));
    }

    private static byte[] Sealed(ByteWriter form, WriterChange writer)
    {
        form.Clear();
        StoredForms.WriteWriter(form, writer);
        return form.Written.ToArray();
    }

    // Few commits have any, so one statement for each step is plain enough.
    private void Take(RegistrationChange change)
    {
        var (map, name, subject) = (Of(_numberOf(change.Map)), Of(StrictUtf8.Bytes(change.Name)), StrictUtf8.Bytes(change.Subject ?? ""));
        switch (change.Step)
        {
            case RegistrationStep.Define:
                using (var form = new ByteWriter(1024))
                {
                    StoredForms.WriteDefinition(form, change.Definition!);
                    Add("DELETE FROM topgun.claims WHERE map = $1 AND name = $2", map, name);
                    Add(
                        "INSERT INTO topgun.resolvers (map, name, row) VALUES ($1, $2, $3) ON CONFLICT (map, name) DO UPDATE SET row = excluded.row",
                        map.Clone(), name.Clone(), Of(form.Written.ToArray()));
                }

                break;
            case RegistrationStep.Claim:
                Add(
                    """
                    INSERT INTO topgun.claims (map, name, subject, renewed_ms)
                    SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM topgun.resolvers WHERE map = $1 AND name = $2)
                    ON CONFLICT (map, name, subject) DO UPDATE SET renewed_ms = excluded.renewed_ms
                    """,
                    map, name, Of(subject), Of(change.AtMs));
                break;
            case RegistrationStep.Disclaim:
                Add("DELETE FROM topgun.claims WHERE map = $1 AND name = $2 AND subject = $3", map, name, Of(subject));
                break;
            default:
                Add("DELETE FROM topgun.claims WHERE map = $1 AND name = $2", map, name);
                Add("DELETE FROM topgun.resolvers WHERE map = $1 AND name = $2", map.Clone(), name.Clone());
                break;
        }
    }

    private void PutKeyed()
    {
        if (_commit.Keyed.Count == 0) return;
        // One statement writes a row once: of several outcomes under one key the last counts.
        KeyedOutcome[] keyed = [.. _commit.Keyed.GroupBy(outcome => (outcome.Map, outcome.Subject, outcome.Write.Key)).Select(same => same.Last())];
        using var form = new ByteWriter(256);
        Add(
            """
            INSERT INTO topgun.keyed (map, subject, key, at_ms, row) SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT (map, subject, key) DO UPDATE SET at_ms = excluded.at_ms, row = excluded.row
            """,
            Of(Array.ConvertAll(keyed, outcome => _numberOf(outcome.Map))), Of(Array.ConvertAll(keyed, outcome => StrictUtf8.Bytes(outcome.Subject))),
            Of(Array.ConvertAll(keyed, outcome => StrictUtf8.Bytes(outcome.Write.Key))), Of(Array.ConvertAll(keyed, outcome => outcome.AtMs)),
            Of(Array.ConvertAll(keyed, outcome =>
            {
                form.Clear();
                StoredForms.WriteKeyed(form, outcome);
                return form.Written.ToArray();
            })));

        // A few more than it brings, so that the old ones go in time; who stands in the way is left for the next.
        Add(
            """
            DELETE FROM topgun.keyed WHERE (map, subject, key) IN
                (SELECT map, subject, key FROM topgun.keyed WHERE at_ms < $1 ORDER BY at_ms LIMIT $2 FOR UPDATE SKIP LOCKED)
            """,
            Of(keyed.Max(outcome => outcome.AtMs) - IdempotencyKey.KeepMs), Of(keyed.Length + MostForgotten));
    }

    private void Add(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        _commands.Add(command);
    }

    private static byte[]? BytesOrNull(string? text) => text is null ? null : StrictUtf8.Bytes(text);

    private static NpgsqlParameter Of(short value) => new NpgsqlParameter<short> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Smallint };

    private static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Of(int[] values) => new NpgsqlParameter<int[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    private static NpgsqlParameter Of(long[] values) => new NpgsqlParameter<long[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(long?[] values) => new NpgsqlParameter<long?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(byte[]?[] values) => new NpgsqlParameter<byte[]?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
}
