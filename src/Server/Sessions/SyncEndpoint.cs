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
            throw new RpcException(new Status(StatusOf(reason.Error.Code), reason.Error.Message), TrailersOf(reason.Error));
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

    // The one place that turns reasons into status codes.
    private static StatusCode StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.Unauthenticated => StatusCode.Unauthenticated,
        ErrorCode.Forbidden or ErrorCode.NodeIdTaken => StatusCode.PermissionDenied,
        ErrorCode.InvalidFrame or ErrorCode.VersionUnsupported => StatusCode.InvalidArgument,
        ErrorCode.LimitExceeded or ErrorCode.RateLimited => StatusCode.ResourceExhausted,
        ErrorCode.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static Metadata TrailersOf(SyncError error)
    {
        var trailers = new Metadata { { "topgun-error", ErrorCodeName(error.Code) } };
        if (error.RetryAfterMs > 0) trailers.Add("topgun-retry-after-ms", $"{error.RetryAfterMs}");
        return trailers;
    }

    private static string ErrorCodeName(ErrorCode code) => Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code)?.Name ?? "ERROR_CODE_INTERNAL";
}
