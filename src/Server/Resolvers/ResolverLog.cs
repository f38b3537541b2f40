using Microsoft.Extensions.Logging;

namespace TopGun.Server.Resolvers;

internal static partial class ResolverLog   // 5000-5099
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Warning, EventName = nameof(Failed),
        Message = "Resolver {Resolver} of map {Map} failed, so the write was refused; writes since this was last said: {Count}. The writers are told why; so is the debug log.")]
    public static partial void Failed(ILogger logger, string resolver, string map, long count);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, EventName = nameof(Unavailable),
        Message = "Resolver {Resolver} of map {Map} was ended by its watchdog, so the write waits; times since this was last said: {Count}. The machine may be overloaded.")]
    public static partial void Unavailable(ILogger logger, string resolver, string map, long count);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Debug, EventName = nameof(Rejected),
        Message = "Resolver {Resolver} of map {Map} refused a write.")]
    public static partial void Rejected(ILogger logger, string resolver, string map);

    [LoggerMessage(EventId = 5010, Level = LogLevel.Information, EventName = nameof(Registered),
        Message = "User {Subject} registered resolver {Resolver} of map {Map}; users who claim it: {Claims}.")]
    public static partial void Registered(ILogger logger, string subject, string resolver, string map, int claims);

    [LoggerMessage(EventId = 5011, Level = LogLevel.Information, EventName = nameof(Unregistered),
        Message = "User {Subject} unregistered resolver {Resolver} of map {Map}; users who claim it still: {Claims}.")]
    public static partial void Unregistered(ILogger logger, string subject, string resolver, string map, int claims);

    [LoggerMessage(EventId = 5012, Level = LogLevel.Error, EventName = nameof(Lost),
        Message = "Resolver {Resolver}, which a client registered, can't be run by this version: {Reason} Every write that it is for is refused until it is registered anew or an administrator removes it.")]
    public static partial void Lost(ILogger logger, string resolver, string reason);

    [LoggerMessage(EventId = 5013, Level = LogLevel.Warning, EventName = nameof(NotListed),
        Message = "Resolvers were not listed, the store can't be read.")]
    public static partial void NotListed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5014, Level = LogLevel.Warning, EventName = nameof(LeftOut),
        Message = "Map {Map} has {Count} stored resolvers that are not in force, since registrations live in memory here (Resolvers.Registering.Lifetime, registering.lifetime). With Stored they are.")]
    public static partial void LeftOut(ILogger logger, string map, int count);

    [LoggerMessage(EventId = 5015, Level = LogLevel.Warning, EventName = nameof(LooksLikeAPattern),
        Message = "The configuration has resolvers for a map named {Map}: that is a name and no pattern, so they are for no other map.")]
    public static partial void LooksLikeAPattern(ILogger logger, string map);

    // What a resolver throws may quote what users wrote, its exception too.
    [LoggerMessage(EventId = 5002, Level = LogLevel.Debug, EventName = nameof(Explained),
        Message = "Resolver {Resolver} of map {Map}: {Reason}")]
    public static partial void Explained(ILogger logger, string resolver, string map, string reason, Exception? exception);
}
