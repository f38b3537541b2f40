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

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, EventName = nameof(Refreshed),
        Message = "The stream of node {NodeId} of user {Subject} goes on with another token.")]
    public static partial void Refreshed(ILogger logger, string nodeId, string subject);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, EventName = nameof(NotRefreshed),
        Message = "The new token of node {NodeId} can't be checked now, and the old one is still good: {Reason}")]
    public static partial void NotRefreshed(ILogger logger, string nodeId, string reason);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Information, EventName = nameof(Purged),
        Message = "Node {NodeId} of user {Subject} has purged map {Map}, which the user may not read any more.")]
    public static partial void Purged(ILogger logger, string nodeId, string subject, string map);
}
