using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Postgres;

/// <summary>Reads maps on a connection, inside a transaction that sees one moment. Not safe for several threads at once.</summary>
/// <exception cref="StoreCorruptException">From every method: a row is damaged.</exception>
/// <exception cref="NpgsqlException">From every method: what PostgreSQL or the network said.</exception>
internal sealed class MapRows(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancellationToken)
{
    /// <summary>Finds a map.</summary>
    /// <returns>Its number, how far its tombstones were collected, and what its keys hold; null when there is none.</returns>
    public async Task<(long Number, MapHorizon Horizon, MapType Type)?> FindAsync(string map)
    {
        await using var command = Command("SELECT id, horizon_version, horizon_millis, horizon_counter, horizon_node, type FROM topgun.maps WHERE name = $1", Of(Utf8(map)));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        return (row.GetInt64(0), await row.IsDBNullAsync(4, cancellationToken) ? default : new MapHorizon(row.GetInt64(1), TimestampAt(row, 2)), (MapType)row.GetInt16(5));
    }

    /// <summary>Reads a map.</summary>
    public async Task<StoredMap> ReadAsync(string map, long number, MapHorizon horizon, MapType type) => new(map, await ReadRecordsAsync(map, number), await ReadWritersAsync(map, number))
    {
        Registrations = await ReadRegistrationsAsync(map, number),
        Horizon = horizon,
        Type = type,
    };

    /// <summary>Reads the registrations of a map.</summary>
    public async Task<Registration[]> ReadRegistrationsAsync(string map, long number)
    {
        var claims = new List<(string Name, ResolverClaim Claim)>();
        await using (var command = Command("SELECT name, subject, renewed_ms FROM topgun.claims WHERE map = $1", Of(number)))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
            while (await rows.ReadAsync(cancellationToken)) claims.Add((TextAt(rows, 0), new ResolverClaim(TextAt(rows, 1), rows.GetInt64(2))));

        var registrations = new StoredRegistrations();
        var byName = claims.ToLookup(claim => claim.Name, claim => claim.Claim, StringComparer.Ordinal);
        await using (var command = Command("SELECT name, row FROM topgun.resolvers WHERE map = $1", Of(number)))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
            while (await rows.ReadAsync(cancellationToken))
            {
                var name = TextAt(rows, 0);
                // Without its rules the map must not be written: whoever asks for it is told that it can't be read.
                var definition = Unsealed(BytesAt(rows, 1), bytes => StoredForms.ReadDefinition(bytes, name), $"A resolver of map {map}");
                registrations.Add(new Registration(definition, byName[name]));
            }

        return registrations.All;
    }

    /// <summary>Reads what became of keyed writes of a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="number">Its number.</param>
    /// <param name="subject">The user; null for every user.</param>
    /// <param name="keys">The keys; not looked at for every user.</param>
    public async Task<List<KeyedOutcome>> ReadKeyedAsync(string map, long number, string? subject, IReadOnlyCollection<string> keys)
    {
        await using var command = subject is null
            ? Command("SELECT row FROM topgun.keyed WHERE map = $1 ORDER BY subject, key", Of(number))
            : Command("SELECT row FROM topgun.keyed WHERE map = $1 AND subject = $2 AND key = ANY($3)", Of(number), Of(Utf8(subject)), new NpgsqlParameter<byte[][]> { TypedValue = [.. keys.Select(Utf8)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<KeyedOutcome> found = [];
        while (await rows.ReadAsync(cancellationToken))
            found.Add(Unsealed(BytesAt(rows, 0), bytes => StoredForms.ReadKeyed(bytes, map), $"What became of a keyed write of map {map}"));
        return found;
    }

    private async Task<List<RecordChange>> ReadRecordsAsync(string map, long number)
    {
        var records = new List<RecordChange>();
        var owners = new OwnerNames();
        await using var command = Command("SELECT key, version, checksum, bytes, owner, expires_at FROM topgun.records WHERE map = $1", Of(number));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var (key, version, bytes) = (BytesAt(rows, 0), rows.GetInt64(1), BytesAt(rows, 3));
            byte[] owner = rows.IsDBNull(4) ? [] : BytesAt(rows, 4);
            var expiresAtMs = rows.IsDBNull(5) ? 0 : rows.GetInt64(5);
            if (unchecked((uint)rows.GetInt32(2)) != Crc32C.OfRecord(number, key, version, bytes, owner, expiresAtMs))
                throw new StoreCorruptException($"Record {Encoding.UTF8.GetString(key)} of map {map} in {address} does not match its checksum; restore a backup.");
            records.Add(new RecordChange(map, StrictUtf8.Text(key), version, bytes, owners.Of(owner), expiresAtMs));
        }

        var versions = new long[records.Count];
        for (var i = 0; i < versions.Length; i++) versions[i] = records[i].Version;
        versions.AsSpan().Sort(CollectionsMarshal.AsSpan(records));
        return records;
    }

    // The results first, in their order, and then the row, which drops what is confirmed.
    private async Task<List<WriterChange>> ReadWritersAsync(string map, long number)
    {
        var writers = new Dictionary<WriterId, StoredWriter>();
        foreach (var sql in new[] { "SELECT row FROM topgun.results WHERE map = $1 ORDER BY node_id, suffix, last", "SELECT row FROM topgun.writers WHERE map = $1" })
        {
            await using var command = Command(sql, Of(number));
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var change = Unsealed(BytesAt(rows, 0), bytes => StoredForms.ReadWriter(bytes, map), $"The row of a writer of map {map}");
                if (writers.TryGetValue(change.Writer, out var known)) known.Take(change);
                else writers[change.Writer] = new StoredWriter(change);
            }
        }

        return [.. writers.Values.Select(writer => writer.ToChange())];
    }

    private T Unsealed<T>(byte[] bytes, Func<byte[], T> read, string what)
    {
        try
        {
            return read(bytes);
        }
        catch (FormatException error)
        {
            throw new StoreCorruptException($"{what} in {address} is damaged ({error.Message}); restore a backup.", error);
        }
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static HlcTimestamp TimestampAt(NpgsqlDataReader row, int column) => new(row.GetInt64(column), (ushort)row.GetInt32(column + 1), TextAt(row, column + 2));

    private static byte[] BytesAt(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static string TextAt(NpgsqlDataReader row, int column) => StrictUtf8.Text(BytesAt(row, column));

    // A question may be about what is no Unicode; nothing of that name was ever stored.
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
