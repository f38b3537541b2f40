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
}
