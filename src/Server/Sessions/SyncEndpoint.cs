using Grpc.Core;
using Microsoft.Extensions.Logging;
using TopGun.Core.Sync;
using TopGun.Server.Auth;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>The conversation over a bidirectional gRPC stream: the only place that knows both frames and gRPC.</summary>
internal sealed class SyncEndpoint(SyncSessions sessions, TokenAuthenticator authenticator, SyncLimits limits, ILogger<SyncEndpoint> logger)
    : Wire.SyncService.SyncServiceBase
{
    /// <inheritdoc/>
    public override async Task Sync(IAsyncStreamReader<Wire.SyncRequest> requestStream, IServerStreamWriter<Wire.SyncResponse> responseStream, ServerCallContext context)
    {
        try
        {
            var credential = await authenticator.AuthenticateAsync(context.RequestHeaders.GetValue("authorization"));
            await sessions.RunAsync(credential, new GrpcFrameStream(requestStream, responseStream, limits), context.CancellationToken);
        }
        catch (SyncException reason)
        {
            throw CallFailure.Of(reason.Error);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.CancellationToken.IsCancellationRequested)
        {
            // The client went away without a word, as clients do.
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            SessionLog.Failed(logger, "?", failure);
            throw new RpcException(new Status(StatusCode.Internal, "The server failed; its log says why."));
        }
    }
}
