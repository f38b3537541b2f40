using System.Globalization;

namespace TopGun.Scripting.Builtins;

/// <summary>Dates as texts, and back.</summary>
internal static class DateText
{
    private static readonly string[] Weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string Iso(double time)
    {
        var p = Calendar.Parts(time);
        var year = p[0] is >= 0 and <= 9999 ? Pad(p[0], 4) : (p[0] < 0 ? "-" : "+") + Pad(Math.Abs(p[0]), 6);
        return $"{year}-{Pad(p[1] + 1, 2)}-{Pad(p[2], 2)}T{Clock(p)}.{Pad(p[6], 3)}Z";
    }

    public static string Full(double time) => $"{Date(time)} {Time(time)}";

    public static string Date(double time)
    {
        var p = Calendar.Parts(time);
        return $"{Weekdays[(int)Calendar.WeekdayOf(time)]} {Months[(int)p[1]]} {Pad(p[2], 2)} {Year(p[0])}";
    }

    public static string Time(double time) => $"{Clock(Calendar.Parts(time))} GMT+0000 (Coordinated Universal Time)";

    public static string Utc(double time)
    {
        var p = Calendar.Parts(time);
        return $"{Weekdays[(int)Calendar.WeekdayOf(time)]}, {Pad(p[2], 2)} {Months[(int)p[1]]} {Year(p[0])} {Clock(p)} GMT";
    }

    /// <summary>Reads the format of ISO 8601 that the language knows; whatever else is NaN, also what other engines guess.</summary>
    public static double Parse(string text)
    {
        var reader = new Reader(text);
        var year = reader.Year();
        var parts = new double[] { year, 0, 1, 0, 0, 0, 0 };
        if (reader.Take('-'))
        {
            parts[1] = reader.Number(2, 1, 12) - 1;
            if (reader.Take('-')) parts[2] = reader.Number(2, 1, 31);
        }
        var offset = 0.0;
        if (reader.Take('T') || reader.Take(' '))
        {
            parts[3] = reader.Number(2, 0, 24);
            if (!reader.Take(':')) return double.NaN;
            parts[4] = reader.Number(2, 0, 59);
            if (reader.Take(':'))
            {
                parts[5] = reader.Number(2, 0, 59);
                if (reader.Take('.')) parts[6] = reader.Fraction();
            }
            if (parts[3] == 24 && parts[4] + parts[5] + parts[6] > 0) return double.NaN;
            offset = reader.Offset();
        }
        return reader.IsDone ? Calendar.Clip(Calendar.Time(parts) - (offset * 60_000)) : double.NaN;
    }

    private static string Clock(double[] parts) => $"{Pad(parts[3], 2)}:{Pad(parts[4], 2)}:{Pad(parts[5], 2)}";

    private static string Year(double year) => year < 0 ? "-" + Pad(-year, 4) : Pad(year, 4);

    private static string Pad(double value, int width) => ((long)value).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    /// <summary>Takes a text apart from the left; once something is missing, every number is NaN.</summary>
    private ref struct Reader(string text)
    {
        private readonly string _text = text;
        private int _at;
        private bool _failed;

        public readonly bool IsDone => !_failed && _at == _text.Length;

        public bool Take(char c)
        {
            if (_at >= _text.Length || _text[_at] != c) return false;
            _at++;
            return true;
        }

        public double Year()
        {
            var negative = Take('-');
            if (!negative && !Take('+')) return Number(4, 0, 9999);
            var year = Number(6, 0, 999_999);
            if (negative && year == 0) _failed = true;
            return negative ? -year : year;
        }

        public double Number(int digits, int min, int max)
        {
            if (_at + digits > _text.Length || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < min || value > max)
            {
                _failed = true;
                return double.NaN;
            }
            _at += digits;
            return value;
        }

        // Milliseconds; further digits are cut off.
        public double Fraction()
        {
            var value = 0;
            var digits = 0;
            for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++, digits++)
                if (digits < 3) value = (value * 10) + (_text[_at] - '0');
            if (digits == 0) _failed = true;
            for (; digits < 3; digits++) value *= 10;
            return value;
        }

        // Minutes east of UTC.
        public double Offset()
        {
            if (Take('Z')) return 0;
            var sign = Take('+') ? 1 : Take('-') ? -1 : 0;
            if (sign == 0) return 0;
            var hours = Number(2, 0, 23);
            Take(':');
            return sign * ((hours * 60) + Number(2, 0, 59));
        }
    }
}
