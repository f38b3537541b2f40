using Microsoft.Extensions.Logging;

namespace TopGun.Host.Serving;

/// <summary>How the server logs: in which form, and how much of which room.</summary>
/// <param name="IsJson">One JSON object a line instead of text.</param>
/// <param name="Level">The level of all rooms that are not named.</param>
/// <param name="Rooms">The levels of rooms, by their names.</param>
internal sealed record LogSettings(bool IsJson, LogLevel Level, IReadOnlyDictionary<string, LogLevel> Rooms)
{
    private static readonly Dictionary<string, string> Categories = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auth"] = "TopGun.Server.Auth",
        ["calls"] = "TopGun.Server.Calls",
        ["grpc"] = "TopGun.Grpc",
        ["host"] = "TopGun.Host",
        ["maps"] = "TopGun.Server.Maps",
        ["resolvers"] = "TopGun.Server.Resolvers",
        ["sessions"] = "TopGun.Server.Sessions",
        ["storage"] = "TopGun.Server.Storage",
        ["web"] = "Microsoft",
    };

    /// <summary>Text, from information up.</summary>
    public static LogSettings Default { get; } = new(false, LogLevel.Information, new Dictionary<string, LogLevel>());

    /// <summary>Reads the settings.</summary>
    /// <param name="levels">As <c>info,sessions=debug,web=info</c>; null for the default.</param>
    /// <param name="format"><c>console</c> or <c>json</c>; null for the default.</param>
    /// <exception cref="StartFailure">One is not known.</exception>
    public static LogSettings Of(string? levels, string? format)
    {
        var settings = Default with { IsJson = format is { Length: > 0 } form && (form == "json" || (form == "console" ? false : throw new StartFailure($"TOPGUN_LOG_FORMAT is '{form}'; console and json are valid."))) };
        var rooms = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in (levels ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (room, level) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var named] ? (name, LevelOf(named)) : (null, LevelOf(part));
            if (room is null) settings = settings with { Level = level };
            else if (Categories.ContainsKey(room)) rooms[room] = level;
            else throw new StartFailure($"TOPGUN_LOG names the room '{room}'; {string.Join(", ", Categories.Keys.Order(StringComparer.Ordinal))} are known.");
        }

        return settings with { Rooms = rooms };
    }

    /// <summary>Sets up the log of an application.</summary>
    public void AddTo(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        if (IsJson)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            });
        }

        logging.SetMinimumLevel(Level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        foreach (var (room, level) in Rooms) logging.AddFilter(Categories[room], level);
        // It tells a failed start with its stack; the program tells it in the one line that helps.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    private static LogLevel LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "OFF" or "NONE" => LogLevel.None,
        _ => throw new StartFailure($"TOPGUN_LOG has the level '{text}'; trace, debug, info, warning, error and off are valid, as in 'info,sessions=debug'."),
    };
}
