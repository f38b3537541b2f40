using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>A stream of frames over a bidirectional gRPC call.</summary>
internal sealed class GrpcFrameStream(
    IAsyncStreamReader<Wire.SyncRequest> requests, IServerStreamWriter<Wire.SyncResponse> responses, SyncLimits limits) : IFrameStream
{
    private static readonly WriteOptions WithNext = new(WriteFlags.BufferHint);

    /// <inheritdoc/>
    public async ValueTask<ClientFrame?> ReadAsync(CancellationToken cancellationToken)
        => await requests.MoveNext(cancellationToken) ? ClientFrameMapping.FromRequest(requests.Current, limits) : null;

    /// <inheritdoc/>
    public Task WriteAsync(ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken)
    {
        responses.WriteOptions = flush == FrameFlush.WithNext ? WithNext : null;
        return responses.WriteAsync(ServerFrameMapping.ToResponse(frame), cancellationToken);
    }
}
