using SQLitePCL;
using static SQLitePCL.raw;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>A connection to a database file. Not safe for several threads at once.</summary>
/// <exception cref="SqliteErrorException">From every method: what SQLite said.</exception>
internal sealed class SqliteDatabase : IDisposable
{
    private const int BusyTimeoutMs = 5_000;

    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => sqlite3_changes(_handle);

    /// <summary>How many pages this connection has written to the write-ahead log since it was asked last.</summary>
    public int TakePagesWritten()
    {
        Check(sqlite3_db_status(_handle, SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1));
        return pages;
    }

    /// <summary>Opens a file to read and write, and makes it when there is none.</summary>
    public static SqliteDatabase OpenWriter(string path) => Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

    /// <summary>Opens a file to read.</summary>
    public static SqliteDatabase OpenReader(string path) => Open(path, SQLITE_OPEN_READONLY);

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

    /// <summary>Sets how many bytes a row may have; beyond, writes fail with SQLITE_TOOBIG.</summary>
    public void LimitRow(int bytes) => sqlite3_limit(_handle, SQLITE_LIMIT_LENGTH, bytes);

    /// <summary>Moves what the write-ahead log holds into the database, as far as no reader still needs the old state.</summary>
    public void Checkpoint()
    {
        var code = sqlite3_wal_checkpoint_v2(_handle, null, SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (code != SQLITE_BUSY) Check(code);   // busy: another program does it right now
    }

    /// <summary>Leaves the write-ahead log alone when the connection closes. Otherwise closing moves what it holds into the database.</summary>
    public void KeepLogOnClose() => Check(sqlite3_db_config(_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _));

    /// <summary>Throws unless a result code says that all is well.</summary>
    public void Check(int code)
    {
        if (code != SQLITE_OK) throw Error(code);
    }

    /// <summary>The error that a result code and this connection describe.</summary>
    public SqliteErrorException Error(int code) => new(code, sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _handle.Dispose();
    }

    private static SqliteDatabase Open(string path, int flags)
    {
        var code = sqlite3_open_v2(path, out var handle, flags | SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle);
        try
        {
            database.Check(code);
            database.Check(sqlite3_extended_result_codes(handle, 1));
            database.Check(sqlite3_busy_timeout(handle, BusyTimeoutMs));
            return database;
        }
        catch (SqliteErrorException)
        {
            database.Dispose();
            throw;
        }
    }
}
