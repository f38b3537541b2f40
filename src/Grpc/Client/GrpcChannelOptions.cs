using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>How a channel makes calls.</summary>
internal sealed class GrpcChannelOptions
{
    /// <summary>The largest response message in bytes, also after decompression.</summary>
    /// <value>4 MiB by default; null for no limit.</value>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest request message in bytes, before compression.</summary>
    /// <value>null, no limit, by default.</value>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>How calls lie on their HTTP exchanges.</summary>
    /// <value>
    /// gRPC by default. gRPC-Web where something on the way has no HTTP/2 or no trailers; by HTTP/1.1 no response comes before the
    /// requests have ended, so calls with requests and responses in turn do not work then.
    /// </value>
    public WireForm Form { get; set; }

    /// <summary>The version of HTTP.</summary>
    /// <value>2.0 by default, which is what gRPC needs; 1.1 for gRPC-Web.</value>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version20;

    /// <summary>What sends the requests. The channel does not dispose it, so several channels may share one.</summary>
    /// <value>
    /// null by default: the channel makes one with <see cref="GrpcHttpHandler.Create"/> and disposes it. Begin with that one
    /// too when only a certificate or a proxy is to be set, because its windows and pings are those the runtime was measured with.
    /// </value>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether a call that this side gave up throws <see cref="OperationCanceledException"/>.</summary>
    /// <value>Off by default: it throws <see cref="global::Grpc.Core.RpcException"/> like all other failures.</value>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>The clock of deadlines.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;
}
