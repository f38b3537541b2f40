namespace Grpc.Net.Client;

/// <summary>Makes HTTP handlers that are set up for gRPC.</summary>
internal static class GrpcHttpHandler
{
    /// <summary>A handler with the settings of the runtime, for the caller to change and to dispose.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        // The server may allow few streams on one connection; further calls would wait in silence otherwise.
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = 1024 * 1024,

        // A stream that is quiet does not notice that its network has gone. Without calls there is nobody to tell.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(15),

        // By HTTP/1.1 a response that nobody reads to its end would be drained while the server still sends.
        ResponseDrainTimeout = TimeSpan.Zero,

        // Nothing is sent that was not asked for, and nothing goes another way than the address says.
        ActivityHeadersPropagator = null,
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
    };
}
