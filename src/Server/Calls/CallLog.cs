using Microsoft.Extensions.Logging;

namespace TopGun.Server.Calls;

internal static partial class CallLog   // 6000-6099
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Error, EventName = nameof(Unreadable),
        Message = "Map {Map} can't be read for a call.")]
    public static partial void Unreadable(ILogger logger, string map, Exception failure);
}
