using Grpc.Core;
using Microsoft.Extensions.Logging;
using TopGun.Core.Sync;
using TopGun.Server.Auth;
using TopGun.Server.Sessions.Ladder;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>The conversation over gRPC, on a bidirectional stream or in calls: where frames meet calls, tokens and status codes.</summary>
internal sealed class SyncEndpoint(
    SyncSessions sessions, LadderCalls ladder, TokenAuthenticator authenticator, SyncLimits limits, ILogger<SyncEndpoint> logger)
    : Wire.SyncService.SyncServiceBase
{
    /// <inheritdoc/>
    public override Task Sync(IAsyncStreamReader<Wire.SyncRequest> requestStream, IServerStreamWriter<Wire.SyncResponse> responseStream, ServerCallContext context)
        => AnswerAsync(context, async credential =>
        {
            await sessions.RunAsync(credential, new GrpcFrameStream(requestStream, responseStream, limits), context.CancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public override Task OpenSession(Wire.OpenSessionRequest request, IServerStreamWriter<Wire.OpenSessionResponse> responseStream, ServerCallContext context)
        => AnswerAsync(context, async credential =>
        {
            await ladder.OpenAsync(credential, request, responseStream, context.CancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public override async Task<Wire.SendFramesResponse> SendFrames(Wire.SendFramesRequest request, ServerCallContext context)
        // Nobody reads what is answered to a client that has gone.
        => await AnswerAsync(context, credential => ladder.SendAsync(credential, request, context.CancellationToken)) ?? new();

    private async Task<T?> AnswerAsync<T>(ServerCallContext context, Func<Credential, Task<T>> answer)
    {
        context.WriteOptions = ResponseWriting.Plain;
        try
        {
            return await answer(await authenticator.AuthenticateAsync(context.RequestHeaders.GetValue("authorization")));
        }
        catch (SyncException reason)
        {
            throw CallFailure.Of(reason.Error);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.CancellationToken.IsCancellationRequested)
        {
            // The client went away without a word, as clients do.
            return default;
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            SessionLog.Failed(logger, "?", failure);
            throw new RpcException(new Status(StatusCode.Internal, "The server failed; its log says why."));
        }
    }
}
