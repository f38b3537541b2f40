using System.Globalization;
using System.Numerics;

namespace TopGun.Scripting.Numbers;

/// <summary>Writes numbers as the language does (ECMA-262, Number::toString and Number.prototype).</summary>
internal static class NumberText
{
    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Format(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return ((long)value).ToString(CultureInfo.InvariantCulture);
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var (digits, point) = Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    /// <summary>As <c>toFixed</c>; <paramref name="places"/> is 0 to 100 and the value below 10^21.</summary>
    public static string Fixed(double value, int places)
    {
        var scaled = Scaled(Math.Abs(value), places);
        var digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var text = places == 0 ? digits : $"{digits[..^places]}.{digits[^places..]}";
        return value < 0 ? "-" + text : text;
    }

    /// <summary>As <c>toPrecision</c>; <paramref name="precision"/> is 1 to 100.</summary>
    public static string Precision(double value, int precision)
    {
        var (digits, point) = Rounded(Math.Abs(value), precision);
        var sign = value < 0 ? "-" : "";
        if (point - 1 < -6 || point - 1 >= precision) return sign + Exponential(digits, point);
        if (point == precision) return sign + digits;
        return sign + (point > 0 ? $"{digits[..point]}.{digits[point..]}" : $"0.{new string('0', -point)}{digits}");
    }

    /// <summary>As <c>toExponential</c>; <paramref name="places"/> is 0 to 100, or null for as many as are needed.</summary>
    public static string Exponential(double value, int? places)
    {
        var (digits, point) = places is { } wanted ? Rounded(Math.Abs(value), wanted + 1) : Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + Exponential(digits, point);
    }

    /// <summary>As <c>toString(radix)</c> for a radix other than 10, with as many digits as tell the number from its neighbours.</summary>
    public static string Radix(double value, int radix)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        // A double has at most 1,024 binary digits before the point and 1,074 behind it.
        Span<char> buffer = stackalloc char[2_200];
        const int Point = 1_100;
        var magnitude = Math.Abs(value);
        var integer = Math.Floor(magnitude);
        var fraction = magnitude - integer;
        var delta = Math.Max(0.5 * (Math.BitIncrement(magnitude) - magnitude), double.Epsilon);

        var end = Point;
        if (fraction >= delta)
        {
            buffer[end++] = '.';
            do
            {
                fraction *= radix;
                delta *= radix;
                var digit = (int)fraction;
                buffer[end++] = Digits[digit];
                fraction -= digit;
                if (fraction <= 0.5 && (fraction != 0.5 || (digit & 1) == 0)) continue;
                if (fraction + delta <= 1) continue;
                integer += RoundUp(buffer[..end], ref end, radix);
                break;
            }
            while (fraction >= delta);
        }

        var start = Point;
        // What lies beyond the 53 bits of the number says nothing about it, and is written as zeros.
        while (integer >= 9007199254740992)
        {
            integer /= radix;
            buffer[--start] = '0';
        }
        do
        {
            var rest = integer % radix;
            buffer[--start] = Digits[(int)rest];
            integer = (integer - rest) / radix;
        }
        while (integer > 0);
        if (value < 0) buffer[--start] = '-';
        return buffer[start..end].ToString();

        // Adds one to the last place; a carry may run all the way to the integer, to which 1 is to be added then.
        static int RoundUp(Span<char> places, ref int end, int radix)
        {
            while (true)
            {
                end--;
                if (places[end] == '.') return 1;
                var digit = Digits.IndexOf(places[end]) + 1;
                if (digit >= radix) continue;
                places[end++] = Digits[digit];
                return 0;
            }
        }
    }

    private static string Place(string digits, int point)
    {
        if (digits.Length <= point && point <= 21) return digits.PadRight(point, '0');
        if (point is > 0 and <= 21) return $"{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0) return $"0.{new string('0', -point)}{digits}";
        return Exponential(digits, point);
    }

    private static string Exponential(string digits, int point)
    {
        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
    }

    // The host's round-trip format has the right digits; only their places differ.
    private static (string Digits, int Point) Shortest(double value)
    {
        if (value == 0) return ("0", 1);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E');
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var point = mantissa.IndexOf('.');
        if (point < 0) point = mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        return (significant.TrimEnd('0'), point - (digits.Length - significant.Length) + exponent);
    }

    // The value in exactly so many significant digits; a half goes up, as the specification says.
    private static (string Digits, int Point) Rounded(double value, int precision)
    {
        if (value == 0) return (new string('0', precision), 1);
        var point = (int)Math.Floor(Math.Log10(value)) + 1;
        while (true)
        {
            var digits = Scaled(value, precision - point).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == precision) return (digits, point);
            point += digits.Length > precision ? 1 : -1;
        }
    }

    // value * 10^places rounded to an integer, computed exactly.
    private static BigInteger Scaled(double value, int places)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;

        var numerator = new BigInteger(mantissa);
        var denominator = BigInteger.One;
        if (exponent > 0) numerator <<= exponent;
        else denominator <<= -exponent;
        if (places > 0) numerator *= BigInteger.Pow(10, places);
        else denominator *= BigInteger.Pow(10, -places);
        return ((numerator * 2) + denominator) / (denominator * 2);
    }
}
