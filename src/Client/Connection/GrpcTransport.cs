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

    /// <inheritdoc/>
    public ISyncStream Open(string? token)
    {
        _channel ??= GrpcChannel.ForAddress(ServerAddress.Parse(address), new GrpcChannelOptions { MaxReceiveMessageSize = LargestFrameBytes });
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        var client = new Wire.SyncService.SyncServiceClient(_channel);
        return new GrpcSyncStream(client.Sync(new CallOptions(headers)), address);
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();
}
