using Grpc.Core;
using TopGun.Core.Sync;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>An error as the status of a call: the one place that turns reasons into status codes.</summary>
internal static class CallFailure
{
    /// <summary>The exception with which a handler ends its call.</summary>
    public static RpcException Of(SyncError error)
    {
        var trailers = new Metadata { { "topgun-error", NameOf(error.Code) } };
        if (error.RetryAfterMs > 0) trailers.Add("topgun-retry-after-ms", $"{error.RetryAfterMs}");
        return new RpcException(new Status(CodeOf(error.Code), error.Message), trailers);
    }

    private static StatusCode CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.Unauthenticated => StatusCode.Unauthenticated,
        ErrorCode.Forbidden or ErrorCode.NodeIdTaken => StatusCode.PermissionDenied,
        ErrorCode.InvalidFrame or ErrorCode.VersionUnsupported or ErrorCode.InvalidResolver => StatusCode.InvalidArgument,
        ErrorCode.LimitExceeded or ErrorCode.RateLimited => StatusCode.ResourceExhausted,
        ErrorCode.AlreadyExists => StatusCode.AlreadyExists,
        ErrorCode.NotFound => StatusCode.NotFound,
        ErrorCode.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static string NameOf(ErrorCode code)
        => Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code)?.Name ?? "ERROR_CODE_INTERNAL";
}
