namespace TopGun.Server.Storage.Backups;

/// <summary>A backup can't be written, or is not whole; the message says in one line why and what cures it.</summary>
public sealed class BackupException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the file and what is wrong.</param>
    /// <param name="inner">What was caught, or null.</param>
    public BackupException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
