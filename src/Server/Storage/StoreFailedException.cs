namespace TopGun.Server.Storage;

/// <summary>The store can't vouch for its medium any more, and takes no write until the process has started anew.</summary>
/// <remarks>
/// After a failed fsync the system may have dropped the very pages that did not reach the disk, and a second fsync then says that
/// all is well. Only a new process, which reads again what really is on the disk, knows what was stored.
/// </remarks>
public sealed class StoreFailedException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the file and what failed.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public StoreFailedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
