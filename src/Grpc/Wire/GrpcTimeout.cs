using System.Globalization;

namespace TopGun.Grpc.Wire;

/// <summary>The time that a client is willing to wait, as a header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    /// <summary>The longest time that a timer of the framework can wait: about 49 days.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private const long MostDigits = 99_999_999;

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond), ('m', TimeSpan.TicksPerMillisecond), ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The header value, in the finest unit that has room, rounded up so that the server never gives up first.</summary>
    public static string Encode(TimeSpan timeout)
    {
        // A deadline that has passed is still sent as one: zero might be read as none.
        if (timeout <= TimeSpan.Zero) return "1n";
        if (timeout.Ticks <= MostDigits / 100) return Text(timeout.Ticks * 100, 'n');
        foreach (var (unit, ticks) in Units)
        {
            var amount = ((timeout.Ticks - 1) / ticks) + 1;
            if (amount <= MostDigits) return Text(amount, unit);
        }

        return Text(MostDigits, 'H');
    }

    /// <summary>Reads a header value; times beyond the range of <see cref="TimeSpan"/> become its largest.</summary>
    /// <returns>False when the value is not of the protocol's form.</returns>
    public static bool TryDecode(ReadOnlySpan<char> value, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (value.Length is < 2 or > 9) return false;
        if (!long.TryParse(value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount)) return false;
        if (value[^1] == 'n')
        {
            timeout = TimeSpan.FromTicks((amount + 99) / 100);
            return true;
        }

        foreach (var (unit, ticks) in Units)
        {
            if (unit != value[^1]) continue;
            timeout = amount > TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks(amount * ticks);
            return true;
        }

        return false;
    }

    /// <summary>The time that a timer should be set to for this timeout: not negative, and not more than a timer can.</summary>
    public static TimeSpan ForTimer(TimeSpan timeout)
        => timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > LongestTimer ? LongestTimer : timeout;

    private static string Text(long amount, char unit) => string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");
}
