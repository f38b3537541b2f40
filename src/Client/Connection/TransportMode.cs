namespace TopGun.Client.Connection;

/// <summary>Which ways to the server a client may go. The frames, and what comes of them, are the same on each.</summary>
public enum TransportMode
{
    /// <summary>The best that gets through: the client begins with a stream, and steps down where something on the way does not pass it.</summary>
    Auto,

    /// <summary>Only <see cref="TransportRung.Streaming"/>.</summary>
    Streaming,

    /// <summary>Only <see cref="TransportRung.WebStreaming"/>.</summary>
    WebStreaming,

    /// <summary>Only <see cref="TransportRung.LongPolling"/>.</summary>
    LongPolling,
}
