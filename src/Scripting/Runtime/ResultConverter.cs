using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>Makes a value of the host from what a script returned.</summary>
/// <remarks>
/// What the script did not touch comes back as the very same value. Nothing is guessed: what no value can hold (a function,
/// a Map, a Date, a cycle) is a TypeError. Undefined is left out of objects and null in lists, as in JSON.
/// It counts as it goes, so keep it in one variable.
/// </remarks>
internal struct ResultConverter(Machine machine, ScriptContext? context, long maxBytes)
{
    /// <summary>How deep a result may nest, apart from untouched parts of the input.</summary>
    private const int MaxDepth = 100;

    private readonly Meter _meter = machine.Meter;
    private long _bytes;

    /// <summary>Converts what a script's body returned; null for undefined.</summary>
    public Value? Convert(JsValue returned)
    {
        if (returned.IsUndefined) return null;
        if (returned.Reference is JsObject { ClassName: "Object" } result and not ValueObject) return ConvertMembers(result, StartOrigins, 0, isStart: true);
        return Convert(returned, StartOrigins, 0);
    }

    /// <summary>Converts an argument of a host function; null for undefined.</summary>
    public Value? ConvertArgument(JsValue argument) => argument.IsUndefined ? null : Convert(argument, default, 0);

    private readonly Origins StartOrigins => context is null ? default : new Origins(context);

    private Value Convert(JsValue value, Origins origins, int depth)
    {
        if (value.Reference is string text) return ConvertText(text, origins);
        if (value.IsNumber) return ConvertNumber(value.AsNumber, origins);
        Spend(8);
        switch (value.Reference)
        {
            case null: return Value.Null;
            case Tag: return value.IsBoolean ? Value.Of(value.IsTrue) : Value.Null;
            case BytesValue bytes:
                Spend(bytes.Bytes.Length);
                return bytes;
            case Value opaque: return opaque;
            case JsArray array: return ConvertArray(array, origins, depth);
            case ValueObject { Changed: false } unchanged: return ConvertUnchanged(unchanged, origins, depth);
            case JsObject plain when plain.ClassName == "Object": return ConvertMembers(plain, origins, depth);
            default:
                throw machine.TypeError(
                    $"The result holds {ErrorText.Name(value)}, and no value can hold that; pass on plain objects, arrays, texts, numbers, booleans and null");
        }
    }

    private Value ConvertText(string text, Origins origins)
    {
        Spend(8 + (2L * text.Length));
        for (var i = 0; i < origins.Count; i++)
            if (origins[i] is StringValue same && (ReferenceEquals(same.Text, text) || string.Equals(same.Text, text, StringComparison.Ordinal))) return same;
        _meter.Scan(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw machine.TypeError($"The result holds a text with half of a surrogate pair at position {i}; see String.prototype.toWellFormed");
            i++;
        }
        _meter.Allocate(24);
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
        _meter.Allocate(24);
        if (asInteger && Math.Floor(number) == number && Math.Abs(number) <= InputConverter.MaxExactInteger) return Value.Of((long)number);
        return Value.Of(number);
    }

    private Value ConvertArray(JsArray array, Origins origins, int depth)
    {
        CheckDepth(depth);
        var source = array.Source;
        if (source is not null && IsUntouched(array, depth)) return Untouched(source, origins, depth);

        _meter.Allocate(Meter.ObjectBytes + (8L * array.Length));
        _meter.Steps(array.Length);
        // Spent before the list is made, so that its length is within the limit of the result.
        Spend(8L * array.Length);
        var items = new Value[array.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var item = array.ItemAt(i);
            items[i] = item.IsHole || item.IsUndefined ? Value.Null : Convert(item, origins.Of(i), depth + 1);
        }
        return new ListValue(items);
    }

    private Value ConvertUnchanged(ValueObject unchanged, Origins origins, int depth)
    {
        CheckDepth(depth);
        if (IsUntouched(unchanged, depth)) return Untouched(unchanged.Source, origins, depth);
        return ConvertMembers(unchanged, origins, depth);
    }

    private ObjectValue ConvertMembers(JsObject value, Origins origins, int depth, bool isStart = false)
    {
        CheckDepth(depth);
        if (value.PlainProperties is { Count: <= FewFields.MaxCount } plain) return ConvertPlain(plain, origins, depth, isStart);
        var keys = value.OwnKeys(_meter);
        _meter.Allocate(Meter.ObjectBytes + (40L * keys.Count));
        var fields = new Dictionary<string, Value>(keys.Count, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!key.IsString || !value.TryGetOwn(key, out _, out var flags) || (flags & PropertyFlags.Enumerable) == 0) continue;
            var member = value.Get(machine, key);
            if (member.IsUndefined) continue;
            var name = (string)key.Name;
            Spend(2L * name.Length);
            // The members of what the body returned are where the paths of the origins start.
            fields[name] = Convert(member, isStart ? origins : origins.Of(name), depth + 1);
        }
        return new ObjectValue(fields);
    }

    // What a literal made: no getters, no hidden members, no code of the script runs here.
    private ObjectValue ConvertPlain(PropertyMap properties, Origins origins, int depth, bool isStart)
    {
        var count = 0;
        for (var place = 0; place < properties.Count; place++)
            if (!properties.ValueAt(place).IsUndefined) count++;
        _meter.Steps(properties.Count);
        _meter.Allocate(Meter.ObjectBytes + (16L * count));
        // A literal without undefined members lends its names to the result.
        var shared = count == properties.Count ? properties.SharedNames : null;
        var names = shared ?? new string[count];
        var values = new Value[count];
        var next = 0;
        for (var place = 0; place < properties.Count; place++)
        {
            var member = properties.ValueAt(place);
            if (member.IsUndefined || properties.KeyAt(place) is not string name) continue;
            // A getter further inside may have changed what was counted.
            if (next == count) throw ChangesWhileRead();
            Spend(2L * name.Length);
            if (shared is null) names[next] = name;
            values[next++] = Convert(member, isStart ? origins : origins.Of(name), depth + 1);
        }
        return next == count && properties.IsPlain ? new ObjectValue(new FewFields(names, values)) : throw ChangesWhileRead();
    }

    private readonly JsThrow ChangesWhileRead() => machine.TypeError("The result changes while it is read");

    // A changed element shows up as another value than the source's; an element never read cannot have changed.
    private bool IsUntouched(JsArray array, int depth)
    {
        CheckDepth(depth);
        for (var i = 0; i < array.Length; i++)
        {
            if ((i & 15) == 0) _meter.Step();
            if (array.LoadedAt(i).Reference is JsObject loaded && !IsUntouched(loaded, depth + 1)) return false;
        }
        return true;
    }

    private bool IsUntouched(ValueObject value, int depth)
    {
        CheckDepth(depth);
        if (value.Members is null) return true;
        foreach (var member in value.Members.Values)
        {
            _meter.Step();
            if (!IsUntouched(member, depth + 1)) return false;
        }
        return true;
    }

    private bool IsUntouched(JsObject value, int depth) => value switch
    {
        JsArray array => array.Source is not null && IsUntouched(array, depth),
        ValueObject fields => !fields.Changed && IsUntouched(fields, depth),
        _ => false,
    };

    private Value Untouched(Value value, Origins origins, int depth)
    {
        if (depth <= 1)
        {
            for (var i = 0; i < origins.Count; i++)
                if (ReferenceEquals(origins[i], value)) return value;
        }
        Measure(value, depth);
        return value;
    }

    // One untouched value may occur in a result a thousand times, and each of them will be sent.
    private void Measure(Value value, int depth)
    {
        CheckDepth(depth);
        _meter.Step();
        switch (value)
        {
            case StringValue text: Spend(8 + (2L * text.Text.Length)); break;
            case BytesValue bytes: Spend(8 + bytes.Bytes.Length); break;
            case ListValue list:
                Spend(8);
                foreach (var item in list.Items) Measure(item, depth + 1);
                break;
            case ObjectValue fields:
                Spend(8);
                foreach (var (name, field) in fields.Fields)
                {
                    Spend(2L * name.Length);
                    Measure(field, depth + 1);
                }
                break;
            default: Spend(8); break;
        }
    }

    private void CheckDepth(int depth)
    {
        _meter.Step();
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
