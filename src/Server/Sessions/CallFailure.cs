using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Grpc.Errors;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>An error as the status of a call: the one place that turns reasons into status codes.</summary>
internal static class CallFailure
{
    /// <summary>Who gives the reasons in ErrorInfo their meaning; they are the names of ErrorCode.</summary>
    public const string Domain = "topgun.v1";

    /// <summary>The exception with which a handler ends its call.</summary>
    public static RpcException Of(SyncError error)
    {
        var name = NameOf(error.Code);
        var info = new ErrorInfo { Domain = Domain, Reason = name };
        foreach (var (key, value) in error.Metadata ?? new Dictionary<string, string>()) info.Metadata.Add(key, value);
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(error.RetryAfterMs)) };
        var failure = error.RetryAfterMs > 0
            ? RichStatus.Exception(CodeOf(error.Code), error.Message, info, retry)
            : RichStatus.Exception(CodeOf(error.Code), error.Message, info);

        // Also as plain text, for clients that have no Protobuf at the place where they look at a status.
        var trailers = new Metadata { { "topgun-error", name } };
        foreach (var trailer in failure.Trailers) trailers.Add(trailer);
        return new RpcException(failure.Status, trailers);
    }

    private static StatusCode CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.Unauthenticated => StatusCode.Unauthenticated,
        ErrorCode.Forbidden or ErrorCode.NodeIdTaken => StatusCode.PermissionDenied,
        ErrorCode.InvalidFrame or ErrorCode.VersionUnsupported or ErrorCode.InvalidResolver => StatusCode.InvalidArgument,
        ErrorCode.LimitExceeded or ErrorCode.RateLimited => StatusCode.ResourceExhausted,
        ErrorCode.AlreadyExists => StatusCode.AlreadyExists,
        ErrorCode.NotFound or ErrorCode.SessionUnknown => StatusCode.NotFound,
        ErrorCode.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static string NameOf(ErrorCode code)
        => Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code)?.Name ?? "ERROR_CODE_INTERNAL";
}
