using System.Net;
using System.Net.Http;
using Grpc.Net.Client;
#if UPSTREAM_GRPC
using Grpc.Net.Client.Web;
#else
using TopGun.Grpc.Wire;
#endif

namespace TopGun.Client.Connection.Ladder;

/// <summary>Makes channels of gRPC-Web over HTTP/1.1: all that differs in the client between our gRPC runtime and the upstream one.</summary>
internal static class WebChannel
{
    /// <summary>A channel to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="maxFrameBytes">The largest response message in bytes.</param>
    /// <param name="http">What sends the requests; the caller disposes it after the channel.</param>
    public static GrpcChannel To(Uri address, int maxFrameBytes, SocketsHttpHandler http)
#if UPSTREAM_GRPC
        => GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = maxFrameBytes, HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, http), HttpVersion = HttpVersion.Version11,
        });
#else
        => GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = maxFrameBytes, HttpHandler = http, Form = WireForm.Web, HttpVersion = HttpVersion.Version11,
        });
#endif
}
