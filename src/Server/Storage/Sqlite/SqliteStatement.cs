using SQLitePCL;
using static SQLitePCL.raw;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>A prepared statement. Not safe for several threads at once.</summary>
/// <remarks>
/// Directly on the C interface: an ADO.NET command costs several allocations for each run, and the fold runs one for each record.
/// Parameters count from 1, columns from 0, as in SQLite.
/// </remarks>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // The binding makes NULL of an empty span that has no address.
        database.Check(value.IsEmpty ? sqlite3_bind_zeroblob(handle, parameter, 0) : sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string? value)
    {
        database.Check(value is null ? sqlite3_bind_null(handle, parameter) : sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public SqliteStatement BindNull(int parameter)
    {
        database.Check(sqlite3_bind_null(handle, parameter));
        return this;
    }

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        var code = sqlite3_step(handle);
        return code == SQLITE_ROW || (code == SQLITE_DONE ? false : throw database.Error(code));
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        try
        {
            while (Read())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    public long Int64(int column) => sqlite3_column_int64(handle, column);

    /// <summary>The bytes of a column; valid until the statement moves on.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => sqlite3_column_blob(handle, column);

    public string Text(int column) => sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public bool IsNull(int column) => sqlite3_column_type(handle, column) == SQLITE_NULL;

    /// <summary>Makes the statement ready to run again; a read transaction of its own ends here.</summary>
    public void Reset() => sqlite3_reset(handle);

    public void Dispose() => handle.Dispose();
}
