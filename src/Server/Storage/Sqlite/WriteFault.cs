namespace TopGun.Server.Storage.Sqlite;

/// <summary>What an error of SQLite means for a write.</summary>
internal enum WriteFault
{
    /// <summary>The content is at fault: it will never be taken.</summary>
    Content,

    /// <summary>The moment is at fault: it may be taken later.</summary>
    Moment,

    /// <summary>The medium, or this program, is at fault: nothing may be written any more.</summary>
    Medium,
}
