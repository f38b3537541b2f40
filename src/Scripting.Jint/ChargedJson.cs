using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JsArray = Jint.Native.JsArray;
using JsValue = Jint.Native.JsValue;

namespace TopGun.Scripting.Jint;

/// <summary>Charges <c>JSON.stringify</c> value by value: one object in many places is written as often.</summary>
internal sealed class ChargedJson
{
    private readonly ChargedBuiltins _builtins;
    private readonly List<JsValue> _open = [];
    private readonly int _indent;

    private ChargedJson(ChargedBuiltins builtins, int indent)
    {
        _builtins = builtins;
        _indent = indent;
    }

    public static void Install(ChargedBuiltins builtins)
        => builtins.Wrap(builtins.Global("JSON"), "stringify", 3, (original, self, arguments) =>
        {
            var value = ChargedBuiltins.At(arguments, 0);
            var replacer = ChargedBuiltins.At(arguments, 1);
            var space = ChargedBuiltins.At(arguments, 2);
            var indent = space is JsNumber or JsString ? 10 : 0;
            var charging = new ChargedJson(builtins, indent).Replacer(replacer.IsCallable() ? replacer : null);
            if (replacer is not JsArray) return original.Call(self, [value, charging, space]);

            // A list of names takes the place of the function, so all is written once to be charged.
            original.Call(self, [value, charging]);
            return original.Call(self, [value, replacer, space]);
        });

    private ClrFunction Replacer(JsValue? own)
        => new(_builtins.Engine, "replacer", (holder, arguments) =>
        {
            var name = ChargedBuiltins.At(arguments, 0);
            var value = own is null ? ChargedBuiltins.At(arguments, 1) : own.Call(holder, arguments);
            while (_open.Count > 0 && !ReferenceEquals(_open[^1], holder)) _open.RemoveAt(_open.Count - 1);
            if (value is ObjectInstance) _open.Add(value);
            if (_open.Count > _builtins.Meter.Limits.CallDepth) throw _builtins.Meter.TooDeep();

            _builtins.Meter.Check();
            var chars = TypeConverter.ToString(name).Length + (_indent * _open.Count) + 4.0;
            // A control character is written as six.
            if (value is JsString text) chars += text.Length;
            _builtins.Meter.Text(chars);
            return value;
        });
}
