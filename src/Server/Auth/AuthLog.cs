using Microsoft.Extensions.Logging;

namespace TopGun.Server.Auth;

internal static partial class AuthLog   // 4000-4099
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Warning, EventName = nameof(KeysNotRead),
        Message = "Token keys were not read again, those from before stay in force: {Reason}")]
    public static partial void KeysNotRead(ILogger logger, string reason);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, EventName = nameof(AuthorityAway),
        Message = "The identity provider {Authority} can't be asked for its keys; tokens that need them are answered with UNAVAILABLE.")]
    public static partial void AuthorityAway(ILogger logger, string authority, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, EventName = nameof(AccessRead),
        Message = "Read {File} again: {Rules} permission rules and {Revoked} revocations are in force.")]
    public static partial void AccessRead(ILogger logger, string file, int rules, int revoked);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, EventName = nameof(AccessNotRead),
        Message = "The access file was not read again, what it said before stays in force: {Reason}")]
    public static partial void AccessNotRead(ILogger logger, string reason);
}
