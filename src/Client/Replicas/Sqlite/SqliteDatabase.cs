using SQLitePCL;
using static SQLitePCL.raw;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>A connection to a database file. Not safe for several threads at once.</summary>
/// <exception cref="SqliteErrorException">From every method: what SQLite said.</exception>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Whether SQLite could open the file only to read it.</summary>
    public bool IsReadOnly => sqlite3_db_readonly(_handle, "main") == 1;

    /// <summary>Opens a file to read and write, and makes it when there is none.</summary>
    public static SqliteDatabase Open(string path)
    {
        var code = sqlite3_open_v2(path, out var handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle);
        try
        {
            database.Check(code);
            database.Check(sqlite3_extended_result_codes(handle, 1));
            return database;
        }
        catch (SqliteErrorException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a statement; the connection disposes of it.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new SqliteStatement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that give nothing back.</summary>
    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row as a number; 0 when there is none.</summary>
    public long ReadInt64(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, 0, out var handle));
        using var statement = new SqliteStatement(this, handle);
        return statement.Read() ? statement.Int64(0) : 0;
    }

    /// <summary>The first column of the first row as text; empty when there is none.</summary>
    public string ReadText(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, 0, out var handle));
        using var statement = new SqliteStatement(this, handle);
        return statement.Read() ? statement.Text(0) : "";
    }

    /// <summary>Throws unless a result code says that all is well.</summary>
    public void Check(int code)
    {
        if (code != SQLITE_OK) throw Error(code);
    }

    /// <summary>The error that a result code and this connection describe.</summary>
    public SqliteErrorException Error(int code)
        => new(sqlite3_extended_errcode(_handle) is var extended && (extended & 0xFF) == (code & 0xFF) ? extended : code, sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _handle.Dispose();
    }
}
