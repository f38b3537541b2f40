using System.Text;
using TopGun.Core.Calls;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>What became of keyed writes, as a fold writes it.</summary>
internal sealed class KeyedTable(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _put = database.Prepare(
        """
        INSERT INTO keyed (map, subject, key, at_ms, row) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (map, subject, key) DO UPDATE SET at_ms = excluded.at_ms, row = excluded.row
        """);

    private readonly SqliteStatement _forget = database.Prepare(
        """
        DELETE FROM keyed WHERE (map, subject, key) IN
            (SELECT map, subject, key FROM keyed WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2)
        """);

    private readonly ByteWriter _row = new(256);

    /// <summary>Stores what became of one.</summary>
    public void Put(long map, KeyedOutcome keyed)
    {
        _row.Clear();
        StoredForms.WriteKeyed(_row, keyed);
        _put.Bind(1, map).Bind(2, Encoding.UTF8.GetBytes(keyed.Subject)).Bind(3, Encoding.UTF8.GetBytes(keyed.Write.Key)).Bind(4, keyed.AtMs).Bind(5, _row.Written).Run();
    }

    /// <summary>Forgets the oldest ones from before a time.</summary>
    /// <returns>How many there were; fewer than <paramref name="most"/> are all.</returns>
    public int Forget(long beforeMs, int most)
    {
        _forget.Bind(1, beforeMs).Bind(2, most).Run();
        return database.Changes;
    }

    public void Dispose() => _row.Dispose();
}
