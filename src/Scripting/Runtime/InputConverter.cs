using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>Makes values of the language from values of the host, one level at a time.</summary>
internal static class InputConverter
{
    /// <summary>The largest integer such that it and all smaller ones are doubles: 2^53.</summary>
    public const long MaxExactInteger = 1L << 53;

    public static JsValue Convert(Meter meter, ScriptInput input)
    {
        if (input.Function is { } function)
        {
            meter.Allocate(Meter.ObjectBytes);
            return HostFunction.For(function);
        }
        return input.Value is { } value ? Convert(meter, value) : JsValue.Undefined;
    }

    public static JsValue Convert(Meter meter, Value value)
    {
        switch (value)
        {
            case NullValue: return JsValue.Null;
            case BoolValue truth: return truth.Truth;
            case Int64Value { Number: >= -MaxExactInteger and <= MaxExactInteger } integer: return (double)integer.Number;
            case DoubleValue number: return number.Number;
            case StringValue text: return text.Text;
            case ListValue list:
                meter.Allocate(Meter.ObjectBytes);
                return new JsArray(list, meter);
            case ObjectValue fields:
                meter.Allocate(Meter.ObjectBytes);
                return new ValueObject(fields, meter);
            default: return JsValue.Opaque(value);
        }
    }
}
