using System.Globalization;

namespace TopGun.Scripting.Numbers;

/// <summary>Reads numbers as the language writes them.</summary>
internal static class NumberParser
{
    /// <summary>As <c>Number(text)</c>: the whole text is a number, or the answer is NaN. Blank is 0.</summary>
    public static double ParseWhole(string text)
    {
        var trimmed = Whitespace.Trim(text, start: true, end: true);
        if (trimmed.Length == 0) return 0;
        if (trimmed.Length > 2 && trimmed[0] == '0' && !char.IsAsciiDigit(trimmed[1]) && trimmed[1] is not ('.' or 'e' or 'E'))
        {
            return (trimmed[1] | 32) switch
            {
                'x' => ParseRadix(trimmed[2..], 16),
                'o' => ParseRadix(trimmed[2..], 8),
                'b' => ParseRadix(trimmed[2..], 2),
                _ => double.NaN,
            };
        }
        return DecimalLength(trimmed) == trimmed.Length ? ParseDecimal(trimmed) : double.NaN;
    }

    /// <summary>As <c>parseFloat(text)</c>: the longest beginning that is a number.</summary>
    public static double ParseStart(string text)
    {
        var trimmed = Whitespace.Trim(text, start: true, end: false);
        var length = DecimalLength(trimmed);
        return length == 0 ? double.NaN : ParseDecimal(trimmed[..length]);
    }

    /// <summary>As <c>parseInt(text, radix)</c>; radix 0 means to find out.</summary>
    public static double ParseInteger(string text, int radix)
    {
        var digits = Whitespace.Trim(text, start: true, end: false);
        var negative = digits.Length > 0 && digits[0] == '-';
        if (digits.Length > 0 && digits[0] is '-' or '+') digits = digits[1..];
        if (radix is 0 or 16 && digits.Length >= 2 && digits[0] == '0' && (digits[1] | 32) == 'x')
        {
            digits = digits[2..];
            radix = 16;
        }
        if (radix == 0) radix = 10;
        if (radix is < 2 or > 36) return double.NaN;
        var length = 0;
        while (length < digits.Length && DigitOf(digits[length]) < radix) length++;
        if (length == 0) return double.NaN;
        var value = radix == 10 ? ParseDecimal(digits[..length]) : ParseRadix(digits[..length], radix);
        return negative ? -value : value;
    }

    /// <summary>Digits of one radix, correctly rounded; NaN when there are none or others.</summary>
    public static double ParseRadix(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.Length == 0) return double.NaN;
        foreach (var c in digits)
            if (DigitOf(c) >= radix) return double.NaN;
        digits = digits.TrimStart('0');
        var exact = digits.Length * Math.Log2(radix) < 52;
        if (!exact && (radix & (radix - 1)) == 0) return ParsePowerOfTwo(digits, radix);
        var value = 0.0;
        foreach (var c in digits) value = (value * radix) + DigitOf(c);
        return value;
    }

    // Bit by bit, so that what lies beyond the 53rd is rounded once and to even.
    private static double ParsePowerOfTwo(ReadOnlySpan<char> digits, int radix)
    {
        var bitsPerDigit = int.Log2(radix);
        ulong mantissa = 0;
        var exponent = 0;
        var sticky = false;
        foreach (var c in digits)
        {
            for (var bit = bitsPerDigit - 1; bit >= 0; bit--)
            {
                var one = (DigitOf(c) >> bit) & 1;
                if (mantissa < 1UL << 62)
                {
                    mantissa = (mantissa << 1) | (uint)one;
                    continue;
                }
                exponent++;
                sticky |= one != 0;
            }
        }
        return exponent > 2000 ? double.PositiveInfinity : Math.ScaleB((double)(mantissa | (sticky ? 1UL : 0)), exponent);
    }

    private static double ParseDecimal(ReadOnlySpan<char> text)
    {
        var sign = text.Length > 0 && text[0] == '-' ? -1 : 1;
        if (text.EndsWith("Infinity")) return sign * double.PositiveInfinity;
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    // How much of the text is a decimal number: sign, digits with a point, exponent.
    private static int DecimalLength(ReadOnlySpan<char> text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text[at..].StartsWith("Infinity")) return at + 8;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        var digits = at - start;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = at + 1;
            while (fraction < text.Length && char.IsAsciiDigit(text[fraction])) fraction++;
            if (digits + (fraction - at - 1) > 0)
            {
                digits += fraction - at - 1;
                at = fraction;
            }
        }
        if (digits == 0) return 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-') exponent++;
            var first = exponent;
            while (exponent < text.Length && char.IsAsciiDigit(text[exponent])) exponent++;
            if (exponent > first) at = exponent;
        }
        return at;
    }

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 99,
    };
}
