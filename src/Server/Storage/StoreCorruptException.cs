namespace TopGun.Server.Storage;

/// <summary>What the store holds is damaged.</summary>
public sealed class StoreCorruptException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the thing, the value and the bound.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public StoreCorruptException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
