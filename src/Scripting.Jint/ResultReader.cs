using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TopGun.Core.Values;
using TopGun.Scripting.Metering;
using TopGun.Scripting.Runtime;
using JsValue = Jint.Native.JsValue;
using JsArray = Jint.Native.JsArray;
using JsObject = Jint.Native.JsObject;

namespace TopGun.Scripting.Jint;

/// <summary>Makes a value of the host from what a script returned, by the rules of <see cref="ResultConverter"/>.</summary>
/// <remarks>An object that came from the host is compared with what it was made from, and is that again if they agree.</remarks>
internal sealed class ResultReader(Engine engine, InputReader input, ScriptContext? context, long maxBytes)
{
    private const int MaxDepth = 100;

    private long _bytes;

    /// <summary>Converts what a body returned; null for undefined.</summary>
    public Value? Convert(JsValue returned)
    {
        if (returned.IsUndefined()) return null;
        var origins = context is null ? default : new Origins(context);
        if (returned is ObjectInstance result && IsPlain(result) && input.SourceOf(result) is null) return ConvertMembers(result, origins, 0, isStart: true);
        return Convert(returned, origins, 0);
    }

    /// <summary>Converts an argument of a host function; null for undefined.</summary>
    public Value? ConvertArgument(JsValue argument) => argument.IsUndefined() ? null : Convert(argument, default, 0);

    private Value Convert(JsValue value, Origins origins, int depth)
    {
        if (value is JsString text) return ConvertText(text.ToString(), origins);
        if (value is JsNumber) return ConvertNumber(value.AsNumber(), origins);
        Spend(8);
        if (value.IsNull()) return Value.Null;
        if (value.IsBoolean()) return Value.Of(value.AsBoolean());
        CheckDepth(depth);
        if (value is ObjectInstance made && input.SourceOf(made) is { } source)
        {
            if (source is BytesValue bytes) Spend(bytes.Bytes.Length);
            if (source is not (ListValue or ObjectValue)) return source;
            if (IsUntouched(made, source, depth)) return Untouched(source, origins, depth);
        }
        return value switch
        {
            JsArray array => ConvertArray(array, origins, depth),
            ObjectInstance plain when IsPlain(plain) => ConvertMembers(plain, origins, depth),
            _ => throw TypeError($"The result holds {ThrownText.Name(value)}, and no value can hold that; pass on plain objects, arrays, texts, numbers, booleans and null"),
        };
    }

    private Value ConvertText(string text, Origins origins)
    {
        Spend(8 + (2L * text.Length));
        for (var i = 0; i < origins.Count; i++)
            if (origins[i] is StringValue same && string.Equals(same.Text, text, StringComparison.Ordinal)) return same;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw TypeError($"The result holds a text with half of a surrogate pair at position {i}; see String.prototype.toWellFormed");
            i++;
        }
        return Value.Of(text);
    }

    private Value ConvertNumber(double number, Origins origins)
    {
        Spend(8);
        var asInteger = false;
        for (var i = 0; i < origins.Count; i++)
        {
            var origin = origins[i];
            if (origin is DoubleValue same && same.Number.Equals(number)) return same;
            if (origin is not Int64Value integer) continue;
            if (integer.Number == number) return integer;
            asInteger = true;
        }
        if (asInteger && Math.Floor(number) == number && Math.Abs(number) <= InputConverter.MaxExactInteger) return Value.Of((long)number);
        return Value.Of(number);
    }

    private ListValue ConvertArray(JsArray array, Origins origins, int depth)
    {
        // Spent before the list is made, so that its length is within the limit of the result.
        Spend(8L * array.Length);
        var items = new Value[array.Length];
        for (var i = 0; i < items.Length; i++)
        {
            engine.Constraints.Check();
            var item = array.Get(JsNumber.Create(i));
            items[i] = item.IsUndefined() ? Value.Null : Convert(item, origins.Of(i), depth + 1);
        }
        return new ListValue(items);
    }

    // What iterators answer is plain too, and of a class of its own.
    private bool IsPlain(ObjectInstance value) => value is JsObject || ReferenceEquals(value.Prototype, engine.Intrinsics.Object.PrototypeObject);

    private ObjectValue ConvertMembers(ObjectInstance value, Origins origins, int depth, bool isStart = false)
    {
        CheckDepth(depth);
        var fields = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            engine.Constraints.Check();
            if (!value.GetOwnProperty(key).Enumerable) continue;
            var member = value.Get(key);
            if (member.IsUndefined()) continue;
            var name = key.ToString();
            Spend(2L * name.Length);
            // The members of what the body returned are where the paths of the origins start.
            fields[name] = Convert(member, isStart ? origins : origins.Of(name), depth + 1);
        }
        return new ObjectValue(fields);
    }

    // Bounded by the source. No code of the script runs: an accessor is a change.
    private bool IsUntouched(JsValue value, Value source, int depth)
    {
        CheckDepth(depth);
        switch (source)
        {
            case NullValue: return value.IsNull();
            case BoolValue truth: return value.IsBoolean() && value.AsBoolean() == truth.Truth;
            case StringValue text: return value is JsString same && string.Equals(same.ToString(), text.Text, StringComparison.Ordinal);
            case DoubleValue number: return value is JsNumber && value.AsNumber().Equals(number.Number);
            case Int64Value integer when value is JsNumber: return value.AsNumber().Equals((double)integer.Number);
        }
        if (value is not ObjectInstance made || !ReferenceEquals(input.SourceOf(made), source)) return false;
        if (source is ListValue list) return made is JsArray array && IsUntouched(array, list, depth);
        return source is not ObjectValue fields || IsUntouched(made, fields, depth);
    }

    private bool IsUntouched(JsArray array, ListValue list, int depth)
    {
        if (array.Length != list.Items.Count) return false;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = array.GetOwnProperty(JsNumber.Create(i));
            if (!item.IsDataDescriptor() || !IsUntouched(item.Value, list.Items[i], depth + 1)) return false;
        }
        return true;
    }

    private bool IsUntouched(ObjectInstance made, ObjectValue fields, int depth)
    {
        var keys = made.GetOwnPropertyKeys(Types.String);
        if (keys.Count != fields.Fields.Count) return false;
        foreach (var key in keys)
        {
            var member = made.GetOwnProperty(key);
            if (!member.Enumerable || !member.IsDataDescriptor() || !fields.Fields.TryGetValue(key.ToString(), out var source)) return false;
            if (!IsUntouched(member.Value, source, depth + 1)) return false;
        }
        return true;
    }

    private Value Untouched(Value value, Origins origins, int depth)
    {
        if (depth <= 1)
        {
            for (var i = 0; i < origins.Count; i++)
                if (ReferenceEquals(origins[i], value)) return value;
        }
        Measure(value);
        return value;
    }

    // One untouched value may occur in a result a thousand times, and each of them will be sent.
    private void Measure(Value value)
    {
        switch (value)
        {
            case StringValue text: Spend(8 + (2L * text.Text.Length)); break;
            case BytesValue bytes: Spend(8 + bytes.Bytes.Length); break;
            case ListValue list:
                Spend(8);
                foreach (var item in list.Items) Measure(item);
                break;
            case ObjectValue fields:
                Spend(8);
                foreach (var (name, field) in fields.Fields)
                {
                    Spend(2L * name.Length);
                    Measure(field);
                }
                break;
            default: Spend(8); break;
        }
    }

    private JavaScriptException TypeError(string message) => new(engine.Intrinsics.TypeError, message);

    private static void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
            throw new LimitExceededException(ScriptLimit.ResultBytes, MaxDepth, $"The result nests deeper than {MaxDepth} levels, or holds itself.");
    }

    private void Spend(long bytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes)
            throw new LimitExceededException(ScriptLimit.ResultBytes, maxBytes, $"The result takes more than {maxBytes:N0} bytes.");
    }
}
