using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TopGun.Core.Values;
using TopGun.Scripting.Runtime;
using JsSymbol = Jint.Native.JsSymbol;
using JsValue = Jint.Native.JsValue;
using JsArray = Jint.Native.JsArray;
using JsObject = Jint.Native.JsObject;

namespace TopGun.Scripting.Jint;

/// <summary>Makes values of Jint from values of the host, and remembers which came from which. For one run.</summary>
internal sealed class InputReader(Engine engine, RunMeter meter)
{
    private readonly Dictionary<ObjectInstance, Value> _sources = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, ObjectInstance> _opaque = [];

    /// <summary>What a script sees as <c>context</c>: each part is read when it is asked for.</summary>
    public JsValue ContextOf(ScriptContext context)
    {
        var names = context.Names;
        var made = new JsObject(engine);
        for (var i = 0; i < names.Count; i++)
        {
            var index = i;
            made.FastSetProperty(names[i], PropertyDescriptor.CreateLazy(() => Convert(context.Read(index)), PropertyFlag.ConfigurableEnumerableWritable));
        }
        return made;
    }

    /// <summary>Converts an input.</summary>
    public JsValue Convert(ScriptInput input)
    {
        if (input.Function is { } function) return Function(function);
        return input.Value is { } value ? Convert(value) : JsValue.Undefined;
    }

    /// <summary>What an object was made from; null for one that the script made.</summary>
    public Value? SourceOf(ObjectInstance made) => _sources.GetValueOrDefault(made);

    private JsValue Convert(Value value) => value switch
    {
        NullValue => JsValue.Null,
        BoolValue truth => truth.Truth ? JsBoolean.True : JsBoolean.False,
        Int64Value { Number: >= -InputConverter.MaxExactInteger and <= InputConverter.MaxExactInteger } integer => JsNumber.Create((double)integer.Number),
        DoubleValue number => JsNumber.Create(number.Number),
        StringValue text => JsString.Create(text.Text),
        ListValue list => Remember(new JsArray(engine, [.. list.Items.Select(Convert)]), list),
        ObjectValue fields => Remember(ObjectOf(fields), fields),
        _ => Opaque(value),
    };

    // As in our own language names come sorted; the engine itself puts integers first.
    private JsObject ObjectOf(ObjectValue fields)
    {
        var made = new JsObject(engine);
        foreach (var (name, value) in fields.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)) made.FastSetDataProperty(name, Convert(value));
        return made;
    }

    private ObjectInstance Remember(ObjectInstance made, Value source)
    {
        meter.Check();
        _sources.Add(made, source);
        return made;
    }

    // Equal ones are one object, so that === compares them. Nothing can be done with it but to pass it on.
    private ObjectInstance Opaque(Value value)
    {
        if (_opaque.TryGetValue(value, out var known)) return known;
        var made = new JsObject(engine);
        var refusing = new ClrFunction(engine, "refuse", (_, _) => throw new JavaScriptException(engine.Intrinsics.TypeError, $"{Name(value)} can only be compared and passed on"));
        made.FastSetProperty(GlobalSymbolRegistry.ToPrimitive, new PropertyDescriptor(refusing, PropertyFlag.AllForbidden));
        made.FastSetProperty("toJSON", new PropertyDescriptor(refusing, PropertyFlag.AllForbidden));
        made.PreventExtensions();
        _sources.Add(made, value);
        return _opaque[value] = made;
    }

    private static string Name(Value value) => value is BytesValue ? "bytes" : "an int64 beyond 2^53";

    private ClrFunction Function(ScriptHostFunction function)
        => new(engine, function.Name, (_, arguments) =>
        {
            meter.Steps(function.Steps + 1L);
            var converted = new Value?[arguments.Length];
            var reader = new ResultReader(engine, this, null, meter.Limits.ResultBytes);
            for (var i = 0; i < converted.Length; i++) converted[i] = reader.ConvertArgument(arguments[i]);
            ScriptInput answer;
            try
            {
                answer = function.Call(converted);
            }
            catch (Exception failure)
            {
                // The engine would let most through, and turn some into errors that a script can catch.
                throw new HostFunctionException(failure);
            }
            return Convert(answer);
        });
}
