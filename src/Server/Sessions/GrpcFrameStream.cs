using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>A stream of frames over a bidirectional gRPC call.</summary>
internal sealed class GrpcFrameStream(
    IAsyncStreamReader<Wire.SyncRequest> requests, IServerStreamWriter<Wire.SyncResponse> responses, SyncLimits limits) : IFrameStream
{
    /// <inheritdoc/>
    public async ValueTask<ClientFrame?> ReadAsync(CancellationToken cancellationToken)
        => await MoveNextAsync(cancellationToken) ? ClientFrameMapping.FromRequest(requests.Current, limits) : null;

    /// <inheritdoc/>
    public Task WriteAsync(ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken)
    {
        responses.WriteOptions = ResponseWriting.For(flush, frame is ChangePage { More: true, IsCatchUp: true });
        return responses.WriteAsync(ServerFrameMapping.ToResponse(frame), cancellationToken);
    }

    // What the runtime can't read is the client's fault like any other frame, and gets the same kind of answer.
    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await requests.MoveNext(cancellationToken);
        }
        catch (RpcException broken)
        {
            var code = broken.StatusCode == StatusCode.ResourceExhausted ? ErrorCode.LimitExceeded : ErrorCode.InvalidFrame;
            throw new SyncException(code, broken.Status.Detail);
        }
    }
}
