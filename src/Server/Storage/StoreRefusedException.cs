namespace TopGun.Server.Storage;

/// <summary>The store does not take this content, now or later.</summary>
public sealed class StoreRefusedException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the thing, the value and the bound.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public StoreRefusedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
