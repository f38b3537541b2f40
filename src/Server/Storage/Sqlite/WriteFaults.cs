using static SQLitePCL.raw;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Sorts the result codes of SQLite.</summary>
internal static class WriteFaults
{
    // Not among the constants of the binding: SQLITE_IOERR | (n << 8).
    private const int ShmSize = SQLITE_IOERR | (19 << 8);
    private const int OutOfMemory = SQLITE_IOERR | (12 << 8);

    /// <summary>What a result code means for a write. Codes that are not known mean the worst.</summary>
    public static WriteFault Of(int code) => code switch
    {
        // The index of the log could not grow: that is how a full disk shows when it is met there first.
        ShmSize or OutOfMemory => WriteFault.Moment,
        _ => (code & 0xFF) switch
        {
            SQLITE_CONSTRAINT or SQLITE_TOOBIG or SQLITE_MISMATCH => WriteFault.Content,
            SQLITE_FULL or SQLITE_BUSY or SQLITE_LOCKED or SQLITE_NOMEM => WriteFault.Moment,
            _ => WriteFault.Medium,
        },
    };
}
