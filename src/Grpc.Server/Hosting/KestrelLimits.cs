using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TopGun.Grpc.Server;

/// <summary>The limits of Kestrel for calls that live long.</summary>
internal static class KestrelLimits
{
    /// <summary>Sets windows, streams, pings and rates for gRPC.</summary>
    /// <remarks>
    /// A connection that is at its number of streams lets further calls wait in silence, so that number is high; not higher,
    /// because each stream may hold one message that is not complete. The windows are those with which the runtime was
    /// measured. Rates are not limited, because a stream may be quiet for hours.
    /// </remarks>
    public static void ApplyGrpcLimits(this KestrelServerLimits limits)
    {
        limits.Http2.MaxStreamsPerConnection = 1000;
        limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
