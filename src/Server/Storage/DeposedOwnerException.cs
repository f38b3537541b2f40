namespace TopGun.Server.Storage;

/// <summary>The partition has another owner since; this one must step down.</summary>
public sealed class DeposedOwnerException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Names the thing, the value and the bound.</param>
    /// <param name="inner">What the engine said, or null.</param>
    public DeposedOwnerException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
