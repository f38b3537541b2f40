using System.Runtime.CompilerServices;
using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection;

/// <summary>One conversation on a gRPC stream.</summary>
internal sealed class GrpcSyncStream(AsyncDuplexStreamingCall<Wire.SyncRequest, Wire.SyncResponse> call, string address) : ISyncStream
{
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    // Read by both loops; whether a failure is told as one of the address or of the connection hangs on it.
    private volatile bool _hasAnswered;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ServerFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await MoveNextAsync(cancellationToken))
            if (ServerFrameMapping.FromResponse(call.ResponseStream.Current) is { } frame) yield return frame;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken)
    {
        try
        {
            call.RequestStream.WriteOptions = more ? MoreFollows : null;
            await call.RequestStream.WriteAsync(ClientFrameMapping.ToRequest(frame), cancellationToken);
        }
        catch (RpcException error)
        {
            throw Failure(error, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => call.Dispose();

    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hasNext = await call.ResponseStream.MoveNext(cancellationToken);
            _hasAnswered = true;
            return hasNext;
        }
        catch (RpcException error)
        {
            throw Failure(error, cancellationToken);
        }
    }

    private Exception Failure(RpcException error, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : GrpcFailure.Of(error, address, _hasAnswered);
}
