using TopGun.Scripting;

namespace TopGun.Host.Configuration;

/// <summary>The limits of scripts in the configuration file; see <see cref="ScriptLimits"/> for defaults and ranges.</summary>
internal sealed record ScriptLimitsEntry
{
    /// <summary>Steps of one call.</summary>
    public long? Steps { get; set; }

    /// <summary>Bytes that one call may allocate.</summary>
    public long? Bytes { get; set; }

    /// <summary>How deep calls may nest.</summary>
    public int? CallDepth { get; set; }

    /// <summary>Bytes of a result.</summary>
    public long? ResultBytes { get; set; }

    /// <summary>After how many milliseconds the watchdog ends a call.</summary>
    public int? WatchdogMs { get; set; }

    /// <summary>These limits, and the given ones where none was named.</summary>
    public ScriptLimits Over(ScriptLimits limits) => new()
    {
        Steps = Steps ?? limits.Steps,
        Bytes = Bytes ?? limits.Bytes,
        CallDepth = CallDepth ?? limits.CallDepth,
        ResultBytes = ResultBytes ?? limits.ResultBytes,
        Watchdog = WatchdogMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : limits.Watchdog,
    };
}
