namespace TopGun.Client.Connection;

/// <summary>A stream ended, or could not be opened, for the reason that it carries.</summary>
internal sealed class StreamFailure(ConnectionReason reason, int retryAfterMs = 0, Exception? inner = null) : Exception(reason.Message, inner)
{
    public StreamFailure(ConnectionReasonCode code, string message, int retryAfterMs = 0, Exception? inner = null)
        : this(new ConnectionReason(code, message), retryAfterMs, inner)
    {
    }

    /// <summary>Why.</summary>
    public ConnectionReason Reason { get; } = reason;

    /// <summary>Whether the address may be wrong: something is there, and it is not what was meant.</summary>
    public bool DoubtsAddress { get; init; }

    /// <summary>Whether it may be that something between here and the server does not pass what was tried, and another rung would get through.</summary>
    public bool MayBeWay { get; init; }

    /// <summary>How long the server asked to wait, in milliseconds; 0 when it did not.</summary>
    public int RetryAfterMs { get; } = retryAfterMs;
}
