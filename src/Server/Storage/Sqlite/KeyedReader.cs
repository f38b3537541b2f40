using System.Text;
using TopGun.Core.Calls;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Reads what became of keyed writes from its table.</summary>
internal sealed class KeyedReader(SqliteDatabase database, string path)
{
    private readonly SqliteStatement _find = database.Prepare("SELECT row FROM keyed WHERE map = ?1 AND subject = ?2 AND key = ?3");

    private readonly SqliteStatement _all = database.Prepare("SELECT row FROM keyed WHERE map = ?1");

    /// <summary>Reads all of a map.</summary>
    /// <exception cref="StoreCorruptException">A row is damaged.</exception>
    public List<KeyedOutcome> ReadAll(string map, long number)
    {
        _all.Bind(1, number);
        return Unsealed(_all, map, () =>
        {
            List<KeyedOutcome> found = [];
            while (_all.Read()) found.Add(StoredForms.ReadKeyed(_all.Bytes(0), map));
            return found;
        });
    }

    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="StoreCorruptException">The row is damaged.</exception>
    public KeyedOutcome? Read(string map, long number, string subject, string key)
    {
        _find.Bind(1, number).Bind(2, Encoding.UTF8.GetBytes(subject)).Bind(3, Encoding.UTF8.GetBytes(key));
        return Unsealed(_find, map, () => _find.Read() ? StoredForms.ReadKeyed(_find.Bytes(0), map) : null);
    }

    private T Unsealed<T>(SqliteStatement statement, string map, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new StoreCorruptException($"What became of a keyed write of map {map} in {path} is damaged ({error.Message}); restore a backup.", error);
        }
        finally
        {
            statement.Reset();
        }
    }
}
