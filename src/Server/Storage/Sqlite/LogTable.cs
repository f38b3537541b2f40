using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The commits that are not folded yet, in the order in which they were committed.</summary>
internal sealed class LogTable(SqliteDatabase database)
{
    private readonly SqliteStatement _append = database.Prepare("INSERT INTO log (seq, body) VALUES (?1, ?2)");
    private readonly SqliteStatement _trim = database.Prepare("DELETE FROM log WHERE seq <= ?1");

    /// <summary>The number of the newest commit; 0 when there is none.</summary>
    public long Newest { get; set; } = database.ReadInt64("SELECT max(seq) FROM log");

    /// <summary>The number of the oldest commit; 0 when there is none.</summary>
    public long ReadOldest() => database.ReadInt64("SELECT min(seq) FROM log");

    /// <summary>Appends a commit.</summary>
    /// <returns>Its number.</returns>
    public long Append(ReadOnlySpan<byte> body)
    {
        _append.Bind(1, Newest + 1).Bind(2, body).Run();
        return ++Newest;
    }

    /// <summary>Removes commits up to a number.</summary>
    public void Trim(long through) => _trim.Bind(1, through).Run();

    /// <summary>Reads all commits into a tail.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="StoreCorruptException">One does not match its checksum.</exception>
    public int ReadInto(LogTail tail, string path)
    {
        using var rows = database.Prepare("SELECT seq, body FROM log ORDER BY seq");
        var count = 0;
        while (rows.Read())
        {
            var number = rows.Int64(0);
            var body = rows.Bytes(1);
            try
            {
                lock (tail.Gate) tail.Add_NeedsLock(number, StoredForms.ReadCommit(body), body.Length);
                count++;
            }
            catch (FormatException error)
            {
                throw new StoreCorruptException($"Commit {number} in the log of {path} is damaged ({error.Message}); restore a backup.", error);
            }
        }

        return count;
    }
}
