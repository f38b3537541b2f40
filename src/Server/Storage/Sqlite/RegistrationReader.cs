using System.Text;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Values;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Reads registrations on a connection that a <see cref="MapReader"/> owns, in its transaction.</summary>
internal sealed class RegistrationReader(SqliteDatabase database, string path)
{
    private readonly SqliteStatement _definitions = database.Prepare("SELECT name, row FROM resolvers WHERE map = ?1");
    private readonly SqliteStatement _claims = database.Prepare("SELECT name, subject, renewed_ms FROM claims WHERE map = ?1 ORDER BY name");

    private readonly SqliteStatement _maps = database.Prepare(
        "SELECT name FROM maps WHERE name >= ?1 AND EXISTS (SELECT 1 FROM resolvers WHERE map = maps.id) ORDER BY name LIMIT ?2");

    /// <summary>Reads the registrations of a map: what is folded, and then what is not.</summary>
    /// <param name="map">The map.</param>
    /// <param name="number">Its number; null when nothing of it is folded.</param>
    /// <param name="commits">The commits of the tail that change it.</param>
    /// <exception cref="StoreCorruptException">A row is damaged.</exception>
    public Registration[] Read(string map, long? number, IReadOnlyList<PartitionCommit> commits)
    {
        var registrations = new StoredRegistrations();
        if (number is { } folded) AddFolded(registrations, map, folded);
        foreach (var commit in commits)
            foreach (var change in commit.Registrations)
                if (change.Map == map) registrations.Take(change);
        return registrations.All;
    }

    /// <summary>Names of maps that have folded registrations, from one on, in the order of their bytes.</summary>
    public List<string> ReadMaps(string from, int most)
    {
        var maps = new List<string>();
        _maps.Bind(1, Encoding.UTF8.GetBytes(from)).Bind(2, most);
        try
        {
            while (_maps.Read()) maps.Add(Encoding.UTF8.GetString(_maps.Bytes(0)));
            return maps;
        }
        finally
        {
            _maps.Reset();
        }
    }

    /// <summary>Some names of maps from one on, in their order, each once.</summary>
    public static IEnumerable<string> InOrder(IEnumerable<string> maps, string from, int most)
        => maps.Where(map => Utf8Order.Compare(map, from) >= 0).Distinct(StringComparer.Ordinal).Order(Utf8Order.Comparer).Take(most);

    private void AddFolded(StoredRegistrations registrations, string map, long number)
    {
        var claims = ReadClaims(number).ToLookup(claim => claim.Name, claim => claim.Claim, StringComparer.Ordinal);
        _definitions.Bind(1, number);
        try
        {
            while (_definitions.Read())
            {
                var name = Encoding.UTF8.GetString(_definitions.Bytes(0));
                registrations.Add(new Registration(StoredForms.ReadDefinition(_definitions.Bytes(1), name), claims[name]));
            }
        }
        catch (FormatException error)
        {
            // Without its rules the map must not be written: whoever asks for it is told that it can't be read.
            throw new StoreCorruptException($"A resolver of map {map} in {path} is damaged ({error.Message}); restore a backup.", error);
        }
        finally
        {
            _definitions.Reset();
        }
    }

    private List<(string Name, ResolverClaim Claim)> ReadClaims(long number)
    {
        var claims = new List<(string Name, ResolverClaim Claim)>();
        _claims.Bind(1, number);
        try
        {
            while (_claims.Read())
                claims.Add((Encoding.UTF8.GetString(_claims.Bytes(0)), new ResolverClaim(Encoding.UTF8.GetString(_claims.Bytes(1)), _claims.Int64(2))));
            return claims;
        }
        finally
        {
            _claims.Reset();
        }
    }
}
