using Microsoft.Extensions.Logging;

namespace TopGun.Server.Resolvers;

internal static partial class ResolverLog   // 5000-5099
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Warning, EventName = nameof(Failed),
        Message = "Resolver {Resolver} of map {Map} failed, so the write was refused. The writer is told why; so is the debug log.")]
    public static partial void Failed(ILogger logger, string resolver, string map, Exception? exception);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, EventName = nameof(Unavailable),
        Message = "Resolver {Resolver} of map {Map} was ended by its watchdog, so the write waits. The machine may be overloaded.")]
    public static partial void Unavailable(ILogger logger, string resolver, string map);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Debug, EventName = nameof(Rejected),
        Message = "Resolver {Resolver} of map {Map} refused a write.")]
    public static partial void Rejected(ILogger logger, string resolver, string map);

    [LoggerMessage(EventId = 5010, Level = LogLevel.Information, EventName = nameof(Registered),
        Message = "User {Subject} registered resolver {Resolver} of map {Map}; {Claims} users claim it.")]
    public static partial void Registered(ILogger logger, string subject, string resolver, string map, int claims);

    [LoggerMessage(EventId = 5011, Level = LogLevel.Information, EventName = nameof(Unregistered),
        Message = "User {Subject} unregistered resolver {Resolver} of map {Map}; {Claims} users claim it still.")]
    public static partial void Unregistered(ILogger logger, string subject, string resolver, string map, int claims);

    [LoggerMessage(EventId = 5012, Level = LogLevel.Error, EventName = nameof(Lost),
        Message = "Resolver {Resolver}, which a client registered, can't be run by this version: {Reason} Every write that it is for is refused until it is registered anew or an administrator removes it.")]
    public static partial void Lost(ILogger logger, string resolver, string reason);

    [LoggerMessage(EventId = 5013, Level = LogLevel.Warning, EventName = nameof(NotListed),
        Message = "Resolvers were not listed, the store can't be read.")]
    public static partial void NotListed(ILogger logger, Exception exception);

    // What a script throws may quote what users wrote.
    [LoggerMessage(EventId = 5002, Level = LogLevel.Debug, EventName = nameof(Explained),
        Message = "Resolver {Resolver} of map {Map}: {Reason}")]
    public static partial void Explained(ILogger logger, string resolver, string map, string reason);
}
