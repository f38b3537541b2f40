using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The numbers of maps, which stand for their names in all other tables. Safe for many threads at once.</summary>
/// <remarks>A number is given in a transaction of its own, before the commit that needs it: one that is never used does no harm.</remarks>
internal sealed class MapNumbers(PostgresDatabase database)
{
    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps what a load has found.</summary>
    public void Note(string map, long number) => _known[map] = number;

    /// <summary>The number of a map, if it is known.</summary>
    public bool TryGet(string map, out long number) => _known.TryGetValue(map, out number);

    /// <summary>Gives a map a number, unless it has one.</summary>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    public async Task<long> GiveAsync(string map)
    {
        var name = Utf8(map);
        var number = await database.RetryAsync($"Naming map {map}", async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                WITH added AS (INSERT INTO topgun.maps (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id)
                SELECT id FROM added UNION ALL SELECT id FROM topgun.maps WHERE name = $1 LIMIT 1
                """,
                connection);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = name, NpgsqlDbType = NpgsqlDbType.Bytea });
            // Somebody else may be naming it right now: then the row is not seen yet, and is with the next look.
            for (; ; )
                if (await command.ExecuteScalarAsync() is long found) return found;
        }, CancellationToken.None);
        _known[map] = number;
        return number;
    }

    private static byte[] Utf8(string map)
    {
        try
        {
            return StrictUtf8.Bytes(map);
        }
        catch (EncoderFallbackException error)
        {
            throw new StoreRefusedException($"The name of a map is not Unicode ({error.Message}).", error);
        }
    }
}
