namespace TopGun.Scripting.Builtins;

/// <summary>The methods of Date that change it.</summary>
internal static class DateSetters
{
    public static void Install(JsObject prototype)
    {
        prototype.Method("setTime", 1, (machine, self, arguments) => DateBuiltins.Require(machine, self).Time = Calendar.Clip(Conversion.ToNumber(machine, arguments.At(0))));
        // Each sets one part and, by further arguments, those behind it.
        Setter(prototype, "FullYear", 0, 3);
        Setter(prototype, "Month", 1, 2);
        Setter(prototype, "Date", 2, 1);
        Setter(prototype, "Hours", 3, 4);
        Setter(prototype, "Minutes", 4, 3);
        Setter(prototype, "Seconds", 5, 2);
        Setter(prototype, "Milliseconds", 6, 1);
    }

    private static void Setter(JsObject prototype, string name, int first, int count)
    {
        NativeCode set = (machine, self, arguments) =>
        {
            var date = DateBuiltins.Require(machine, self);
            var time = date.Time;
            var given = new double[Math.Max(1, Math.Min(count, arguments.Length))];
            for (var i = 0; i < given.Length; i++) given[i] = Conversion.ToNumber(machine, arguments.At(i));
            if (double.IsNaN(time))
            {
                if (first != 0) return double.NaN;
                time = 0;
            }
            var parts = Calendar.Parts(time);
            given.CopyTo(parts, first);
            return date.Time = Calendar.Clip(Calendar.Time(parts));
        };
        prototype.Method("set" + name, count, set);
        prototype.Method("setUTC" + name, count, set);
    }
}
