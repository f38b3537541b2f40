namespace TopGun.Grpc.Wire;

/// <summary>How a body of messages ends.</summary>
internal enum BodyEnding
{
    /// <summary>After its last message.</summary>
    Plain,

    /// <summary>With a frame of trailers, as responses of gRPC-Web do.</summary>
    Trailers,
}
