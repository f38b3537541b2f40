using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using TopGun.Core.Calls;
using TopGun.Core.Sync;
using TopGun.Grpc.Errors;
using TopGun.Protocol.Calls;
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
        return Of(CodeOf(error.Code), name, error);
    }

    /// <summary>The exception with which a handler says that a write was refused: trying again is no use.</summary>
    /// <param name="map">The map.</param>
    /// <param name="refused">What became of the write.</param>
    public static RpcException Of(string map, CallOutcome refused)
    {
        var metadata = new Dictionary<string, string> { ["map"] = map };
        if (refused.Key is { } key) metadata["key"] = key;
        if (refused.Resolver is { } resolver) metadata["resolver"] = resolver;
        var code = refused.Code switch
        {
            OpResultCode.Forbidden => StatusCode.PermissionDenied,
            OpResultCode.Invalid or OpResultCode.TooLarge => StatusCode.InvalidArgument,
            _ => StatusCode.FailedPrecondition,
        };
        return Of(code, CallOutcomeMapping.NameOf(refused.Code), new SyncError(ErrorCode.None, refused.Reason ?? "The write was refused.", 0, metadata));
    }

    private static RpcException Of(StatusCode code, string name, SyncError error)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = name };
        foreach (var (key, value) in error.Metadata ?? new Dictionary<string, string>()) info.Metadata.Add(key, value);
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(error.RetryAfterMs)) };
        var failure = error.RetryAfterMs > 0
            ? RichStatus.Exception(code, error.Message, info, retry)
            : RichStatus.Exception(code, error.Message, info);

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
        ErrorCode.KeyReused => StatusCode.FailedPrecondition,
        ErrorCode.NotFound or ErrorCode.SessionUnknown => StatusCode.NotFound,
        ErrorCode.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static string NameOf(ErrorCode code)
        => Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code)?.Name ?? "ERROR_CODE_INTERNAL";
}
