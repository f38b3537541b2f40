namespace TopGun.Server.Storage;

/// <summary>The store can't be opened; the message says in one line why and what cures it.</summary>
public sealed class StoreOpenException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the thing, the value and the bound.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public StoreOpenException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
