namespace TopGun.Scripting.Runtime;

/// <summary>The operators that compute (ECMA-262, sections 13.8 to 13.12).</summary>
internal static class Arithmetic
{
    /// <summary>The longest text: what the host can hold is a little more.</summary>
    public const int MaxTextLength = (1 << 29) - 24;

    public static JsValue Add(Machine machine, JsValue left, JsValue right)
    {
        if (left.IsNumber && right.IsNumber) return left.AsNumber + right.AsNumber;
        left = Conversion.ToPrimitive(machine, left, "default");
        right = Conversion.ToPrimitive(machine, right, "default");
        if (left.IsString || right.IsString) return Concat(machine, Conversion.ToText(machine, left), Conversion.ToText(machine, right));
        return Conversion.ToNumber(machine, left) + Conversion.ToNumber(machine, right);
    }

    public static string Concat(Machine machine, string left, string right)
    {
        if (left.Length == 0) return right;
        if (right.Length == 0) return left;
        if ((long)left.Length + right.Length > MaxTextLength) throw machine.RangeError("Invalid string length");
        machine.Meter.Text((long)left.Length + right.Length);
        return string.Concat(left, right);
    }

    public static double Power(double value, double exponent)
    {
        // IEEE 754 says 1; ECMAScript does not.
        if (double.IsNaN(exponent) || (Math.Abs(value) == 1 && double.IsInfinity(exponent))) return double.NaN;
        return Math.Pow(value, exponent);
    }

    public static double Remainder(double left, double right) => left % right;

    /// <summary>Whether left is less than right; null when one of them is NaN.</summary>
    public static bool? Less(Machine machine, JsValue left, JsValue right)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            left = Conversion.ToPrimitive(machine, left, "number");
            right = Conversion.ToPrimitive(machine, right, "number");
            if (left.Reference is string l && right.Reference is string r)
            {
                machine.Meter.Scan(Math.Min(l.Length, r.Length));
                return string.CompareOrdinal(l, r) < 0;
            }
        }
        var a = Conversion.ToNumber(machine, left);
        var b = Conversion.ToNumber(machine, right);
        if (double.IsNaN(a) || double.IsNaN(b)) return null;
        return a < b;
    }

    public static string TypeOf(JsValue value) => value.Reference switch
    {
        null => "undefined",
        string => "string",
        Tag => value.IsNumber ? "number" : value.IsNull ? "object" : "boolean",
        JsFunction => "function",
        JsObject => "object",
        JsSymbol => "symbol",
        // Neither "bigint" nor "object": code that takes values apart by their type must pass these on whole.
        _ => "opaque",
    };
}
