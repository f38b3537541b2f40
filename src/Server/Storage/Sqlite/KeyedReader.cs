using System.Text;
using TopGun.Core.Calls;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Reads what became of keyed writes from its table.</summary>
internal sealed class KeyedReader(SqliteDatabase database, string path)
{
    private readonly SqliteStatement _find = database.Prepare("SELECT row FROM keyed WHERE map = ?1 AND subject = ?2 AND key = ?3");

    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="StoreCorruptException">The row is damaged.</exception>
    public KeyedOutcome? Read(string map, long number, string subject, string key)
    {
        _find.Bind(1, number).Bind(2, Encoding.UTF8.GetBytes(subject)).Bind(3, Encoding.UTF8.GetBytes(key));
        try
        {
            return _find.Read() ? StoredForms.ReadKeyed(_find.Bytes(0), map) : null;
        }
        catch (FormatException error)
        {
            throw new StoreCorruptException($"What became of a keyed write of map {map} in {path} is damaged ({error.Message}); restore a backup.", error);
        }
        finally
        {
            _find.Reset();
        }
    }
}
