using TopGun.Scripting.Numbers;

namespace TopGun.Scripting.Runtime;

/// <summary>The conversions between kinds of values (ECMA-262, section 7.1).</summary>
internal static class Conversion
{
    /// <summary>How long a property name may be: names are hashed whenever they are looked up, and that is not charged by length.</summary>
    public const int MaxKeyLength = 4_096;

    public static bool ToBoolean(JsValue value) => value.Reference switch
    {
        null => false,
        Tag when value.IsNumber => value.AsNumber is not (0 or double.NaN),
        Tag => value.IsTrue,
        string text => text.Length > 0,
        _ => true,
    };

    public static double ToNumber(Machine machine, JsValue value)
    {
        if (value.IsNumber) return value.AsNumber;
        switch (value.Reference)
        {
            case null: return double.NaN;
            case Tag: return value.IsTrue ? 1 : 0;
            case string text:
                machine.Meter.Steps(text.Length >> 3);
                return NumberParser.ParseWhole(text);
            case JsObject: return ToNumber(machine, ToPrimitive(machine, value, "number"));
            case JsSymbol: throw machine.TypeError("Cannot convert a Symbol value to a number");
            default: throw NotComputable(machine, value);
        }
    }

    public static string ToText(Machine machine, JsValue value)
    {
        if (value.Reference is string text) return text;
        if (value.IsNumber)
        {
            machine.Meter.Text(8);
            return NumberText.Format(value.AsNumber);
        }
        return value.Reference switch
        {
            null => "undefined",
            Tag => value.IsNull ? "null" : value.IsTrue ? "true" : "false",
            JsObject => ToText(machine, ToPrimitive(machine, value, "string")),
            JsSymbol => throw machine.TypeError("Cannot convert a Symbol value to a string"),
            _ => throw NotComputable(machine, value),
        };
    }

    public static JsValue ToPrimitive(Machine machine, JsValue value, string hint)
    {
        if (value.Reference is not JsObject obj) return value;
        if (hint == "default") hint = obj is JsDate ? "string" : "number";
        var (first, second) = hint == "string" ? ("toString", "valueOf") : ("valueOf", "toString");
        if (TryConvert(machine, obj, first, out var result) || TryConvert(machine, obj, second, out result)) return result;
        throw machine.TypeError("Cannot convert object to primitive value");
    }

    /// <summary>Truncates towards zero; NaN becomes 0.</summary>
    public static double ToInteger(Machine machine, JsValue value)
    {
        var number = ToNumber(machine, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0.0;
    }

    public static int ToInt32(double number)
    {
        var small = (int)number;
        if (small == number) return small;
        if (!double.IsFinite(number)) return 0;
        var rest = Math.Truncate(number) % 4294967296.0;
        return (int)(uint)(long)(rest < 0 ? rest + 4294967296.0 : rest);
    }

    public static uint ToUInt32(double number) => (uint)ToInt32(number);

    /// <summary>A length: 0 to 2^53 - 1.</summary>
    public static double ToLength(Machine machine, JsValue value) => Math.Clamp(ToInteger(machine, value), 0, 9007199254740991);

    /// <summary>A position counted from the end when negative, kept within 0 and <paramref name="length"/>.</summary>
    public static double ToRelativeIndex(Machine machine, JsValue value, double length, double whenUndefined)
    {
        if (value.IsUndefined) return whenUndefined;
        var relative = ToInteger(machine, value);
        return relative < 0 ? Math.Max(0, length + relative) : Math.Min(relative, length);
    }

    public static PropertyKey ToKey(Machine machine, JsValue value)
    {
        if (value.IsNumber)
        {
            var index = (uint)value.AsNumber;
            if (index == value.AsNumber && index != uint.MaxValue) return PropertyKey.At(index);
        }
        if (value.Reference is JsSymbol symbol) return PropertyKey.Of(symbol);
        return ToKey(machine, ToText(machine, value));
    }

    /// <summary>Makes a key of a text, which must not be longer than <see cref="MaxKeyLength"/>.</summary>
    public static PropertyKey ToKey(Machine machine, string text)
    {
        if (text.Length > MaxKeyLength) throw machine.RangeError($"A property name of {text.Length:N0} characters; at most {MaxKeyLength:N0} are accepted");
        machine.Meter.Scan(text.Length);
        return PropertyKey.Of(text);
    }

    public static JsThrow NotComputable(Machine machine, JsValue value)
        => machine.TypeError($"{ErrorText.Name(value)} cannot be computed with; it can only be passed on and compared");

    private static bool TryConvert(Machine machine, JsObject obj, string method, out JsValue result)
    {
        result = default;
        if (obj.Get(machine, PropertyKey.Named(method)).Reference is not JsFunction function) return false;
        result = machine.Call(function, obj, []);
        return !result.IsObject;
    }
}
