using TopGun.Core.Maps;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>One fold of commits from the log into the tables, done in slices between which commits pass.</summary>
/// <remarks>
/// <para>
/// It may end after any slice, with the process too: the commits stay in the log until all of them are in the tables, and a slice
/// done again leaves the same rows, since it writes the newest state of each. Loads lay the commits over the tables until the
/// last slice, so they see no step of it (INV-STO-5).
/// </para>
/// <para>Belongs to the writer's thread.</para>
/// </remarks>
internal sealed class Fold(FoldPlan plan, SqliteDatabase database, StoreTables tables, LogTail tail)
{
    // A row takes some microseconds: the clock is read after so many, and the log is trimmed in steps of about as long.
    private const int RowsPerLook = 32;
    private const int CommitsPerTrim = 16;
    private const int MaxRowBytes = 1_000_000_000;

    private int _map;
    private int _record;
    private int _writer;
    private int _registration;
    private int _keyed;
    private long? _trimmed;

    /// <summary>How many records it has written.</summary>
    public long Records { get; private set; }

    /// <summary>How many rows of writers it has written.</summary>
    public long Writers { get; private set; }

    /// <summary>Writes until the budget says stop or all is done.</summary>
    /// <param name="isSpent">Whether the slice has taken its time.</param>
    /// <returns>Whether the fold is done: the tables have everything, and the log is trimmed.</returns>
    /// <exception cref="SqliteErrorException">The slice was rolled back; it may be tried again.</exception>
    public bool RunSlice(Func<bool> isSpent)
    {
        var (map, record, writer, registration, keyed, records, writers) = (_map, _record, _writer, _registration, _keyed, Records, Writers);
        database.LimitRow(MaxRowBytes);
        try
        {
            // No fsync: should a crash take the slice, the log still has its commits, and what follows it in SQLite's own log is
            // gone too. With an fsync for each slice a fold of a large map takes twice as long.
            database.Execute("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE");
            if (_trimmed is not null) return Trim(isSpent);

            var isWritten = Write(isSpent);
            lock (tail.Gate)
            {
                database.Execute("COMMIT");
                if (isWritten) tail.Drop_NeedsLock();
            }

            if (isWritten) _trimmed = tables.Log.ReadOldest() - 1;
            return false;
        }
        catch (SqliteErrorException error)
        {
            (_map, _record, _writer, _registration, _keyed, Records, Writers) = (map, record, writer, registration, keyed, records, writers);
            if (error.Fault != WriteFault.Medium && database.IsInTransaction) database.Execute("ROLLBACK");
            throw;
        }
    }

    private bool Write(Func<bool> isSpent)
    {
        var rows = 0;
        for (; _map < plan.Maps.Count; _map++, _record = 0, _writer = 0, _registration = 0, _keyed = 0)
        {
            var map = plan.Maps[_map];
            var number = tables.Maps.NumberOf(map.Name);
            for (; _record < map.Records.Length; _record++, Records++)
            {
                if (++rows % RowsPerLook == 0 && isSpent()) return false;
                tables.Maps.Put(number, map.Records[_record]);
            }

            if (_writer == 0 && map.Horizon is { } horizon) tables.Maps.Put(number, horizon);
            if (_writer == 0 && map.Type != MapType.None) tables.Maps.Put(number, map.Type);
            for (; _writer < map.Writers.Length; _writer++, Writers++)
            {
                if (++rows % RowsPerLook == 0 && isSpent()) return false;
                tables.Maps.Put(number, map.Writers[_writer]);
            }

            for (; _registration < map.Registrations.Length; _registration++)
            {
                if (++rows % RowsPerLook == 0 && isSpent()) return false;
                tables.Resolvers.Take(number, map.Registrations[_registration]);
            }

            for (; _keyed < map.Keyed.Length; _keyed++)
            {
                if (++rows % RowsPerLook == 0 && isSpent()) return false;
                tables.Keyed.Put(number, map.Keyed[_keyed]);
            }
        }

        while (plan.KeyedFromMs > 0 && tables.Keyed.Forget(plan.KeyedFromMs, RowsPerLook) == RowsPerLook)
            if (isSpent()) return false;

        return true;
    }

    // From the oldest on, so that what is left in the log is always a whole end of it.
    private bool Trim(Func<bool> isSpent)
    {
        var through = _trimmed!.Value;
        while (through < plan.Through)
        {
            through = Math.Min(plan.Through, through + CommitsPerTrim);
            tables.Log.Trim(through);
            if (isSpent()) break;
        }

        database.Execute("COMMIT");
        _trimmed = through;
        return through == plan.Through;
    }
}
