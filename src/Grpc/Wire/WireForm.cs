namespace TopGun.Grpc.Wire;

/// <summary>How a call lies on its HTTP exchange; the content type says which it is.</summary>
internal enum WireForm
{
    /// <summary>gRPC: HTTP/2, the status in the trailers.</summary>
    Grpc,

    /// <summary>gRPC-Web: any version of HTTP, the status as the last frame of the body.</summary>
    Web,

    /// <summary>The same with the body in base64, for clients and proxies that take text only.</summary>
    WebText,
}
