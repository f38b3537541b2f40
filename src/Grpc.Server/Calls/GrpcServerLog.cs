using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace TopGun.Grpc.Server.Calls;

/// <summary>What the gRPC server tells operators.</summary>
internal static partial class GrpcServerLog // 1000-1099
{
    /// <summary>A handler threw what it should have caught.</summary>
    [LoggerMessage(EventId = 1000, Level = LogLevel.Error, EventName = nameof(HandlerFailed), Message = "The handler of {Method} failed.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string method);

    /// <summary>A call ended with an error that its handler chose, or that the runtime found in the request.</summary>
    [LoggerMessage(
        EventId = 1001, Level = LogLevel.Debug, EventName = nameof(CallEnded),
        Message = "A call of {Method} ended with {StatusCode}: {Detail}")]
    public static partial void CallEnded(ILogger logger, string method, StatusCode statusCode, string detail);

    /// <summary>A client stopped waiting.</summary>
    [LoggerMessage(
        EventId = 1002, Level = LogLevel.Debug, EventName = nameof(DeadlineExceeded),
        Message = "The deadline of a call of {Method} has passed.")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    /// <summary>A client asked for what is not here.</summary>
    [LoggerMessage(
        EventId = 1003, Level = LogLevel.Debug, EventName = nameof(MethodUnknown),
        Message = "The method {Path} is not known here.")]
    public static partial void MethodUnknown(ILogger logger, string path);

    /// <summary>A message was left half written, so the stream is reset.</summary>
    [LoggerMessage(
        EventId = 1004, Level = LogLevel.Error, EventName = nameof(ResponseBroken),
        Message = "A response of {Method} was left half written; its stream is reset.")]
    public static partial void ResponseBroken(ILogger logger, string method);
}
