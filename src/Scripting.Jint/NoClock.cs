using Jint;
using Jint.Runtime;
using TopGun.Scripting.Builtins;

namespace TopGun.Scripting.Jint;

/// <summary>Time without a now, in UTC: servers must agree on what a script says, and they do not on what time it is.</summary>
internal sealed class NoClock : ITimeSystem
{
    /// <summary>The engine whose errors are thrown.</summary>
    public Engine? Engine { get; set; }

    /// <inheritdoc/>
    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public DateTimeOffset GetUtcNow()
        => throw new JavaScriptException(Engine!.Intrinsics.TypeError, "There is no now; use the timestamps of the context");

    /// <inheritdoc/>
    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool TryParse(string date, out long epochMilliseconds)
    {
        var time = DateText.Parse(date);
        epochMilliseconds = double.IsFinite(time) ? (long)time : 0;
        return double.IsFinite(time);
    }
}
