namespace TopGun.Core.Sync;

/// <summary>A conversation can't go on, for the reason it carries. Nothing of the frame at fault was applied.</summary>
public sealed class SyncException : Exception
{
    /// <summary>Makes an exception from its reason.</summary>
    public SyncException(SyncError error) : base(error.Message) => Error = error;

    /// <summary>Makes an exception from a code and a message that names the thing, the value and the bound.</summary>
    public SyncException(ErrorCode code, string message) : this(new SyncError(code, message))
    {
    }

    /// <summary>The reason.</summary>
    public SyncError Error { get; }
}
