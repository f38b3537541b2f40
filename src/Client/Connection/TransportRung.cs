namespace TopGun.Client.Connection;

/// <summary>A way to the server, the best first.</summary>
public enum TransportRung
{
    /// <summary>One bidirectional gRPC stream. It needs HTTP/2 all the way.</summary>
    Streaming = 1,

    /// <summary>gRPC-Web over HTTP/1.1: the server's frames as one long response, the client's in calls. It needs responses that pass as they are written.</summary>
    WebStreaming,

    /// <summary>gRPC-Web over HTTP/1.1 in calls that end: passes what holds responses back until they are whole.</summary>
    LongPolling,
}
