namespace TopGun.Scripting.Builtins;

/// <summary>Date as a calculator: there is no now, and all time is UTC (ECMA-262, section 21.4).</summary>
internal static class DateBuiltins
{
    private static readonly (string Name, Func<double, double> Get)[] Parts =
    [
        ("FullYear", time => Calendar.YearOf(time)), ("Month", time => Calendar.MonthOf(time)), ("Date", time => Calendar.DayOf(time)),
        ("Hours", time => Calendar.HourOf(time)), ("Minutes", time => Calendar.MinuteOf(time)), ("Seconds", time => Calendar.SecondOf(time)),
        ("Milliseconds", time => Calendar.MillisecondOf(time)), ("Day", time => Calendar.WeekdayOf(time)),
    ];

    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.DatePrototype;
        foreach (var (name, get) in Parts)
        {
            prototype.Method("get" + name, 0, (machine, self, _) => Get(Require(machine, self).Time, get));
            prototype.Method("getUTC" + name, 0, (machine, self, _) => Get(Require(machine, self).Time, get));
        }
        DateSetters.Install(prototype);
        prototype.Method("getTime", 0, (machine, self, _) => Require(machine, self).Time);
        prototype.Method("valueOf", 0, (machine, self, _) => Require(machine, self).Time);
        prototype.Method("getTimezoneOffset", 0, (machine, self, _) => double.IsNaN(Require(machine, self).Time) ? double.NaN : 0);
        prototype.Method("toISOString", 0, (machine, self, _) => Valid(machine, self, DateText.Iso, null));
        prototype.Method("toJSON", 1, (machine, self, _) => self.Reference is JsDate { Time: double.NaN } ? JsValue.Null : Valid(machine, self, DateText.Iso, null));
        prototype.Method("toString", 0, (machine, self, _) => Valid(machine, self, DateText.Full, "Invalid Date"));
        prototype.Method("toDateString", 0, (machine, self, _) => Valid(machine, self, DateText.Date, "Invalid Date"));
        prototype.Method("toTimeString", 0, (machine, self, _) => Valid(machine, self, DateText.Time, "Invalid Date"));
        prototype.Method("toUTCString", 0, (machine, self, _) => Valid(machine, self, DateText.Utc, "Invalid Date"));

        var constructor = new NativeFunction("Date", 7, (machine, _, _) => throw machine.TypeError("There is no now: Date() is not part of the language")) { Constructor = Make };
        constructor.Method("UTC", 7, (machine, _, arguments) => FromParts(machine, arguments));
        constructor.Method("parse", 1, (machine, _, arguments) => Parse(machine, arguments.At(0)));
        constructor.Method("now", 0, (machine, _, _) => throw machine.TypeError("There is no now: Date.now is not part of the language; compare the timestamps of the context"));
        globals.Constructor("Date", constructor, prototype);
    }

    public static JsDate Require(Machine machine, JsValue self) => self.Reference as JsDate ?? throw machine.TypeError("this is not a Date object.");

    private static double Get(double time, Func<double, double> get) => double.IsNaN(time) ? double.NaN : get(time);

    private static JsValue Make(Machine machine, JsValue[] arguments, JsFunction newTarget)
    {
        double time;
        switch (arguments)
        {
            case []: throw machine.TypeError("There is no now: new Date() needs a time");
            case [var only]:
                var value = only.Reference is JsDate date ? date.Time : Conversion.ToPrimitive(machine, only, "default");
                time = value.IsString ? Parse(machine, value) : Calendar.Clip(Conversion.ToNumber(machine, value));
                break;
            default: time = FromParts(machine, arguments); break;
        }
        machine.Meter.Allocate(Meter.ObjectBytes + 8);
        return new JsDate(machine.PrototypeOf(newTarget, Intrinsics.DatePrototype), time);
    }

    private static double Parse(Machine machine, JsValue value)
    {
        var text = Conversion.ToText(machine, value);
        machine.Meter.Scan(text.Length);
        return DateText.Parse(text);
    }

    private static double FromParts(Machine machine, JsValue[] arguments)
    {
        var parts = new double[] { double.NaN, 0, 1, 0, 0, 0, 0 };
        for (var i = 0; i < parts.Length && i < arguments.Length; i++) parts[i] = Conversion.ToNumber(machine, arguments[i]);
        var year = Math.Truncate(parts[0]);
        if (year is >= 0 and <= 99) parts[0] = 1900 + year;
        return Calendar.Clip(Calendar.Time(parts));
    }

    private static JsValue Valid(Machine machine, JsValue self, Func<double, string> format, string? whenInvalid)
    {
        var time = Require(machine, self).Time;
        machine.Meter.Text(60);
        if (!double.IsNaN(time)) return format(time);
        return whenInvalid ?? throw machine.RangeError("Invalid time value");
    }
}
