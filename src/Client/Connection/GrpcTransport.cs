using System.Net.Http;
using Grpc.Core;
using Grpc.Net.Client;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection;

/// <summary>The conversation on one bidirectional gRPC stream over HTTP/2.</summary>
internal sealed class GrpcTransport(string address) : ISyncTransport
{
    // Pages are small; but one version never is divided, and a server may accept larger values than ours does by default.
    private const int LargestFrameBytes = 64 << 20;

    private GrpcChannel? _channel;
    private SocketsHttpHandler? _http;

    /// <inheritdoc/>
    public ISyncStream Open(string? token)
    {
        _channel ??= Connect(ServerAddress.Parse(address));
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        var client = new Wire.SyncService.SyncServiceClient(_channel);
        return new GrpcSyncStream(client.Sync(new CallOptions(headers)), address);
    }

    /// <inheritdoc/>
    public async Task<StreamFailure> ExplainAsync(StreamFailure failure, CancellationToken cancellationToken)
    {
        if (!failure.DoubtsAddress || await AddressProbe.FindAsync(ServerAddress.Parse(address), cancellationToken) is not { } right) return failure;

        // The same code as before: what stands beside may be there by chance, and the server come back where it was.
        return new StreamFailure(failure.Reason.Code, $"The server is not at {address}, but at {right}; write that.", inner: failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel?.Dispose();
        _http?.Dispose();
    }

    private GrpcChannel Connect(Uri uri)
    {
        // The proxy of the system or of HTTPS_PROXY is asked for a tunnel. In cleartext a proxy would want HTTP/1.1.
        _http = GrpcHttpHandler.Create();
        _http.UseProxy = uri.Scheme == Uri.UriSchemeHttps;
        return GrpcChannel.ForAddress(uri, new GrpcChannelOptions { MaxReceiveMessageSize = LargestFrameBytes, HttpHandler = _http });
    }
}
