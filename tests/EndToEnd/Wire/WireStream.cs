using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>The conversation on one bidirectional stream.</summary>
internal sealed class WireStream : IWireStream
{
    private readonly GrpcChannel? _ownChannel;
    private readonly AsyncDuplexStreamingCall<SyncRequest, SyncResponse> _call;

    private WireStream(GrpcChannel channel, string token, bool ownsChannel)
    {
        _ownChannel = ownsChannel ? channel : null;
        _call = new SyncService.SyncServiceClient(channel).Sync(new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }));
    }

    /// <summary>Opens a stream and says Hello.</summary>
    /// <exception cref="RpcException">The server refused the stream, or it broke.</exception>
    public static async Task<WireStream> OpenAsync(string address, string token, string nodeId)
    {
        var stream = new WireStream(GrpcChannel.ForAddress(address), token, ownsChannel: true);
        return await stream.GreetAsync(nodeId);
    }

    /// <inheritdoc cref="OpenAsync(string, string, string)"/>
    public static Task<WireStream> OpenAsync(GrpcChannel channel, string token, string nodeId)
        => new WireStream(channel, token, ownsChannel: false).GreetAsync(nodeId);

    public Task SendAsync(ClientFrame frame) => _call.RequestStream.WriteAsync(new SyncRequest { Frame = frame });

    public async Task<ServerFrame?> ReadAsync()
        => await _call.ResponseStream.MoveNext(CancellationToken.None) ? _call.ResponseStream.Current.Frame : null;

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    public void Dispose()
    {
        _call.Dispose();
        _ownChannel?.Dispose();
    }

    private async Task<WireStream> GreetAsync(string nodeId)
    {
        try
        {
            await SendAsync(new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = nodeId, Client = "end-to-end" } });
        }
        catch (RpcException)
        {
            // Reading tells why.
        }

        try
        {
            var first = await ReadAsync();
            if (first?.Welcome is not null) return this;
            throw new RpcException(new Status(StatusCode.FailedPrecondition, first?.Error?.Code.ToString() ?? "The stream ended."));
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
