namespace TopGun.Scripting.Builtins;

/// <summary>Math (ECMA-262, section 21.3), without random.</summary>
internal static class MathBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var math = new JsObject(Intrinsics.ObjectPrototype);
        math.Constant("E", Math.E);
        math.Constant("LN10", 2.302585092994046);
        math.Constant("LN2", 0.6931471805599453);
        math.Constant("LOG10E", 0.4342944819032518);
        math.Constant("LOG2E", 1.4426950408889634);
        math.Constant("PI", Math.PI);
        math.Constant("SQRT1_2", 0.7071067811865476);
        math.Constant("SQRT2", 1.4142135623730951);

        Function(math, "abs", Math.Abs);
        Function(math, "acos", Math.Acos);
        Function(math, "acosh", Math.Acosh);
        Function(math, "asin", Math.Asin);
        Function(math, "asinh", x => x == 0 || double.IsInfinity(x) ? x : Math.Asinh(x));
        Function(math, "atan", Math.Atan);
        Function(math, "atanh", Math.Atanh);
        Function(math, "cbrt", CubeRoot);
        Function(math, "ceil", Math.Ceiling);
        Function(math, "clz32", x => System.Numerics.BitOperations.LeadingZeroCount(Conversion.ToUInt32(x)));
        Function(math, "cos", Math.Cos);
        Function(math, "cosh", Math.Cosh);
        Function(math, "exp", Math.Exp);
        Function(math, "expm1", x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1);
        Function(math, "floor", Math.Floor);
        Function(math, "fround", x => (float)x);
        Function(math, "log", Math.Log);
        Function(math, "log10", Math.Log10);
        Function(math, "log1p", x => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x));
        Function(math, "log2", Math.Log2);
        Function(math, "round", x => !double.IsFinite(x) || Math.Abs(x) >= 4503599627370496 ? x : Round(x));
        Function(math, "sign", x => x > 0 ? 1 : x < 0 ? -1 : x);
        Function(math, "sin", Math.Sin);
        Function(math, "sinh", Math.Sinh);
        Function(math, "sqrt", Math.Sqrt);
        Function(math, "tan", Math.Tan);
        Function(math, "tanh", Math.Tanh);
        Function(math, "trunc", Math.Truncate);

        math.Method("atan2", 2, (machine, _, arguments) => Math.Atan2(Conversion.ToNumber(machine, arguments.At(0)), Conversion.ToNumber(machine, arguments.At(1))));
        math.Method("pow", 2, (machine, _, arguments) => Arithmetic.Power(Conversion.ToNumber(machine, arguments.At(0)), Conversion.ToNumber(machine, arguments.At(1))));
        math.Method("imul", 2, (machine, _, arguments)
            => unchecked(Conversion.ToInt32(Conversion.ToNumber(machine, arguments.At(0))) * Conversion.ToInt32(Conversion.ToNumber(machine, arguments.At(1)))));
        math.Method("max", 2, (machine, _, arguments) => Fold(machine, arguments, double.NegativeInfinity, Math.Max));
        math.Method("min", 2, (machine, _, arguments) => Fold(machine, arguments, double.PositiveInfinity, Math.Min));
        math.Method("hypot", 2, (machine, _, arguments) => Hypot(machine, arguments));
        math.Share();
        globals.Add("Math", math);
    }

    private static void Function(JsObject math, string name, Func<double, double> function)
        => math.Method(name, 1, (machine, _, arguments) => function(Conversion.ToNumber(machine, arguments.At(0))));

    // A half goes up, also below zero; -0.2 becomes -0.
    private static double Round(double x)
    {
        var floor = Math.Floor(x);
        var rounded = x - floor >= 0.5 ? floor + 1 : floor;
        return rounded == 0 && double.IsNegative(x) ? -0.0 : rounded;
    }

    // The host's is off by a bit for some cubes; one step of Newton's method puts that right.
    private static double CubeRoot(double x)
    {
        var root = Math.Cbrt(x);
        if (root == 0 || !double.IsFinite(root)) return root;
        return root - (((root * root * root) - x) / (3 * root * root));
    }

    private static JsValue Fold(Machine machine, JsValue[] arguments, double start, Func<double, double, double> combine)
    {
        machine.Meter.Steps(arguments.Length);
        var result = start;
        foreach (var argument in arguments) result = combine(result, Conversion.ToNumber(machine, argument));
        return result;
    }

    private static JsValue Hypot(Machine machine, JsValue[] arguments)
    {
        machine.Meter.Steps(arguments.Length);
        var numbers = Array.ConvertAll(arguments, argument => Math.Abs(Conversion.ToNumber(machine, argument)));
        if (numbers.Any(double.IsInfinity)) return double.PositiveInfinity;
        if (numbers.Any(double.IsNaN)) return double.NaN;
        var largest = numbers.Length == 0 ? 0 : numbers.Max();
        if (largest == 0) return 0;
        var sum = 0.0;
        var lost = 0.0;
        // What each addition rounds away is carried to the next one (Kahan).
        foreach (var number in numbers)
        {
            var scaled = number / largest;
            var term = (scaled * scaled) - lost;
            var next = sum + term;
            lost = next - sum - term;
            sum = next;
        }
        return Math.Sqrt(sum) * largest;
    }
}
