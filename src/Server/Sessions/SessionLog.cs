using Microsoft.Extensions.Logging;

namespace TopGun.Server.Sessions;

internal static partial class SessionLog   // 2000-2099
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, EventName = nameof(Welcomed),
        Message = "Node {NodeId} of user {Subject} connected with {Client}.")]
    public static partial void Welcomed(ILogger logger, string nodeId, string subject, string client);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, EventName = nameof(Ended),
        Message = "The stream of node {NodeId} ended: {Code}, {Reason}")]
    public static partial void Ended(ILogger logger, string nodeId, string code, string reason);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, EventName = nameof(Failed),
        Message = "The stream of node {NodeId} failed in a way that was not foreseen.")]
    public static partial void Failed(ILogger logger, string nodeId, Exception exception);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, EventName = nameof(NodeIdTaken),
        Message = "Node id {NodeId} belongs to another user than {Subject}; the stream was refused.")]
    public static partial void NodeIdTaken(ILogger logger, string nodeId, string subject);
}
