using System.Globalization;
using TopGun.Core.Time;

namespace TopGun.Host.Data;

/// <summary>Times, for people.</summary>
internal static class Moment
{
    public static string Of(HlcTimestamp at) => at.IsDefault ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Of(at.Millis)}.{at.Counter} of {at.NodeId}");

    public static string Of(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
