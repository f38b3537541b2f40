namespace TopGun.Server.Storage.Sqlite;

/// <summary>What SQLite said instead of doing what it was told.</summary>
internal sealed class SqliteErrorException : Exception
{
    /// <summary>Makes an exception of a result code.</summary>
    /// <param name="code">The extended result code.</param>
    /// <param name="message">What SQLite says about it.</param>
    public SqliteErrorException(int code, string message) : base($"SQLite error {code}: {message}") => Code = code;

    /// <summary>The extended result code; its lowest byte is the family.</summary>
    public int Code { get; }

    /// <summary>Whether another program kept the file locked, for as long as we were ready to wait.</summary>
    public bool IsBusy => (Code & 0xFF) == SQLitePCL.raw.SQLITE_BUSY;

    /// <summary>What the error means for a write.</summary>
    public WriteFault Fault => WriteFaults.Of(Code);
}
