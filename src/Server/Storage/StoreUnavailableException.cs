namespace TopGun.Server.Storage;

/// <summary>The store can't do this now: no space, no connection, busy. Trying again later may work.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the thing, the value and the bound.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public StoreUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
