namespace TopGun.Scripting.Builtins;

/// <summary>The arithmetic of days and years in the proleptic Gregorian calendar (ECMA-262, section 21.4.1).</summary>
internal static class Calendar
{
    private const double MsPerDay = 86_400_000;

    private const double MaxTime = 8.64e15;

    public static double Clip(double time) => double.IsFinite(time) && Math.Abs(time) <= MaxTime ? Math.Truncate(time) + 0.0 : double.NaN;

    public static double WeekdayOf(double time) => Modulo(Math.Floor(time / MsPerDay) + 4, 7);

    public static double HourOf(double time) => Math.Floor(Modulo(time, MsPerDay) / 3_600_000);

    public static double MinuteOf(double time) => Math.Floor(Modulo(time, 3_600_000) / 60_000);

    public static double SecondOf(double time) => Math.Floor(Modulo(time, 60_000) / 1_000);

    public static double MillisecondOf(double time) => Modulo(time, 1_000);

    public static double YearOf(double time) => DateOf(time).Year;

    public static double MonthOf(double time) => DateOf(time).Month;

    public static double DayOf(double time) => DateOf(time).Day;

    /// <summary>Year, month from 0, day, hour, minute, second, millisecond.</summary>
    public static double[] Parts(double time)
    {
        var (year, month, day) = DateOf(time);
        return [year, month, day, HourOf(time), MinuteOf(time), SecondOf(time), MillisecondOf(time)];
    }

    /// <summary>The time of seven parts, any of which may overflow into the next.</summary>
    public static double Time(double[] parts)
    {
        foreach (var part in parts)
            if (!double.IsFinite(part)) return double.NaN;
        var month = Math.Truncate(parts[1]);
        var year = Math.Truncate(parts[0]) + Math.Floor(month / 12);
        // Far beyond the times there are, and small enough to compute with.
        if (Math.Abs(year) > 400_000) return double.NaN;
        var days = DaysFromCivil((long)year, (int)Modulo(month, 12) + 1) + Math.Truncate(parts[2]) - 1;
        return (days * MsPerDay) + (Math.Truncate(parts[3]) * 3_600_000) + (Math.Truncate(parts[4]) * 60_000) + (Math.Truncate(parts[5]) * 1_000) + Math.Truncate(parts[6]);
    }

    // Both ways by counting years from March, in eras of 400 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static (long Year, int Month, int Day) DateOf(double time)
    {
        var days = (long)Math.Floor(time / MsPerDay) + 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var fromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * fromMarch) + 2) / 5) + 1;
        var month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), (int)month - 1, (int)day);
    }

    private static double DaysFromCivil(long year, int month)
    {
        if (month <= 2) year--;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    private static double Modulo(double value, double divisor) => value - (divisor * Math.Floor(value / divisor));
}
