using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>The four ways in which values can be the same (ECMA-262, section 7.2).</summary>
internal static class Equality
{
    /// <summary><c>===</c></summary>
    public static bool Strict(Meter meter, JsValue left, JsValue right)
    {
        if (left.IsNumber) return right.IsNumber && left.AsNumber == right.AsNumber;
        if (ReferenceEquals(left.Reference, right.Reference)) return true;
        switch (left.Reference)
        {
            case string text:
                if (right.Reference is not string other || other.Length != text.Length) return false;
                meter.Scan(text.Length);
                return string.Equals(text, other, StringComparison.Ordinal);
            case BytesValue bytes:
                meter.Scan(bytes.Bytes.Length);
                return right.Reference is BytesValue && bytes.Equals((Value)right.Reference);
            case Int64Value integer: return right.Reference is Int64Value same && same.Number == integer.Number;
            default: return false;
        }
    }

    /// <summary><c>==</c></summary>
    public static bool Loose(Machine machine, JsValue left, JsValue right)
    {
        while (true)
        {
            if (left.IsNullish || right.IsNullish) return left.IsNullish && right.IsNullish;
            if (left.IsObject && right.IsObject) return ReferenceEquals(left.Reference, right.Reference);
            if (left.IsObject) left = Conversion.ToPrimitive(machine, left, "default");
            else if (right.IsObject) right = Conversion.ToPrimitive(machine, right, "default");
            else if (left.IsString && right.IsString) return Strict(machine.Meter, left, right);
            else if (left.IsSymbol || right.IsSymbol || left.IsOpaque || right.IsOpaque || (left.IsBoolean && right.IsBoolean))
                return Strict(machine.Meter, left, right);
            else return Conversion.ToNumber(machine, left) == Conversion.ToNumber(machine, right);
        }
    }

    /// <summary>As <c>Object.is</c>: NaN is itself, and 0 is not -0.</summary>
    public static bool Same(Meter meter, JsValue left, JsValue right)
        => left.IsNumber && right.IsNumber ? left.AsNumber.Equals(right.AsNumber) && double.IsNegative(left.AsNumber) == double.IsNegative(right.AsNumber)
            || (double.IsNaN(left.AsNumber) && double.IsNaN(right.AsNumber)) : Strict(meter, left, right);

    /// <summary>As Map, Set and <c>includes</c>: NaN is itself, and 0 is -0.</summary>
    public static bool SameOrZero(Meter meter, JsValue left, JsValue right)
        => left.IsNumber && right.IsNumber ? left.AsNumber.Equals(right.AsNumber) || left.AsNumber == right.AsNumber : Strict(meter, left, right);
}
