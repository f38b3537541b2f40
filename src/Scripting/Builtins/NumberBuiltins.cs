namespace TopGun.Scripting.Builtins;

/// <summary>Number, its prototype, and the functions that read and test numbers (ECMA-262, sections 19.2 and 21.1).</summary>
internal static class NumberBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.NumberPrototype;
        prototype.Method("toString", 1, ToText);
        prototype.Method("toLocaleString", 0, (machine, self, _) => throw machine.TypeError("Number.prototype.toLocaleString is not part of the language; use toFixed"));
        prototype.Method("valueOf", 0, (machine, self, _) => Require(machine, self));
        prototype.Method("toFixed", 1, (machine, self, arguments) =>
        {
            var value = Require(machine, self);
            var places = Digits(machine, arguments.At(0), 0, "toFixed");
            machine.Meter.Text(128);
            return !double.IsFinite(value) || Math.Abs(value) >= 1e21 ? NumberText.Format(value) : NumberText.Fixed(value, places);
        });
        prototype.Method("toPrecision", 1, (machine, self, arguments) =>
        {
            var value = Require(machine, self);
            machine.Meter.Text(512);
            if (arguments.At(0).IsUndefined || !double.IsFinite(value)) return NumberText.Format(value);
            return NumberText.Precision(value, Digits(machine, arguments.At(0), 1, "toPrecision"));
        });
        prototype.Method("toExponential", 1, (machine, self, arguments) =>
        {
            var value = Require(machine, self);
            machine.Meter.Text(512);
            if (!double.IsFinite(value)) return NumberText.Format(value);
            return NumberText.Exponential(value, arguments.At(0).IsUndefined ? null : Digits(machine, arguments.At(0), 0, "toExponential"));
        });

        var constructor = new NativeFunction("Number", 1, (machine, _, arguments) => arguments.Length == 0 ? 0 : Conversion.ToNumber(machine, arguments[0]));
        constructor.Constant("MAX_SAFE_INTEGER", 9007199254740991.0);
        constructor.Constant("MIN_SAFE_INTEGER", -9007199254740991.0);
        constructor.Constant("MAX_VALUE", double.MaxValue);
        constructor.Constant("MIN_VALUE", double.Epsilon);
        constructor.Constant("EPSILON", Math.Pow(2, -52));
        constructor.Constant("POSITIVE_INFINITY", double.PositiveInfinity);
        constructor.Constant("NEGATIVE_INFINITY", double.NegativeInfinity);
        constructor.Constant("NaN", double.NaN);
        constructor.Method("isInteger", 1, (_, _, arguments) => IsInteger(arguments.At(0)));
        constructor.Method("isSafeInteger", 1, (_, _, arguments) => IsInteger(arguments.At(0)) && Math.Abs(arguments[0].AsNumber) <= 9007199254740991);
        constructor.Method("isFinite", 1, (_, _, arguments) => arguments.At(0).IsNumber && double.IsFinite(arguments[0].AsNumber));
        constructor.Method("isNaN", 1, (_, _, arguments) => arguments.At(0).IsNumber && double.IsNaN(arguments[0].AsNumber));
        var parseFloat = constructor.Method("parseFloat", 1, (machine, _, arguments) =>
        {
            var text = Conversion.ToText(machine, arguments.At(0));
            machine.Meter.Steps(text.Length >> 3);
            return NumberParser.ParseStart(text);
        });
        var parseInt = constructor.Method("parseInt", 2, (machine, _, arguments) =>
        {
            var text = Conversion.ToText(machine, arguments.At(0));
            machine.Meter.Steps(text.Length >> 3);
            return NumberParser.ParseInteger(text, Conversion.ToInt32(Conversion.ToNumber(machine, arguments.At(1))));
        });
        globals.Constructor("Number", constructor, prototype);
        globals.Add("parseFloat", parseFloat);
        globals.Add("parseInt", parseInt);
        globals.Add("isNaN", Test("isNaN", double.IsNaN));
        globals.Add("isFinite", Test("isFinite", double.IsFinite));
    }

    private static NativeFunction Test(string name, Func<double, bool> test)
    {
        var function = new NativeFunction(name, 1, (machine, _, arguments) => test(Conversion.ToNumber(machine, arguments.At(0))));
        function.Share();
        return function;
    }

    private static bool IsInteger(JsValue value) => value.IsNumber && double.IsFinite(value.AsNumber) && Math.Floor(value.AsNumber) == value.AsNumber;

    private static JsValue ToText(Machine machine, JsValue self, JsValue[] arguments)
    {
        var value = Require(machine, self);
        var radix = arguments.At(0).IsUndefined ? 10 : Conversion.ToInteger(machine, arguments.At(0));
        if (radix is < 2 or > 36) throw machine.RangeError("toString() radix must be between 2 and 36");
        if (radix == 10) return Conversion.ToText(machine, value);
        // A number in binary may have more than a thousand digits.
        machine.Meter.Steps(40);
        machine.Meter.Text(1200);
        return NumberText.Radix(value, (int)radix);
    }

    private static int Digits(Machine machine, JsValue argument, int min, string method)
    {
        var digits = Conversion.ToInteger(machine, argument);
        if (digits < min || digits > 100) throw machine.RangeError($"{method}() argument must be between {min} and 100");
        machine.Meter.Steps(20);
        return (int)digits;
    }

    private static double Require(Machine machine, JsValue self)
        => self.IsNumber ? self.AsNumber : throw machine.TypeError("Number.prototype method requires that 'this' be a Number");
}
