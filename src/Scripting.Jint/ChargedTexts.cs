using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TopGun.Scripting.Unicode;
using JsValue = Jint.Native.JsValue;

namespace TopGun.Scripting.Jint;

/// <summary>Methods of texts that make a large one out of a small one; and those that would differ between servers.</summary>
internal sealed class ChargedTexts(ChargedBuiltins builtins)
{
    public void Install()
    {
        var texts = builtins.PrototypeOf("String");
        builtins.Wrap(texts, "repeat", 1, (original, self, arguments) => Sized(original, self, arguments, (length, count) => length * count));
        builtins.Wrap(texts, "padStart", 1, (original, self, arguments) => Sized(original, self, arguments, (_, length) => length));
        builtins.Wrap(texts, "padEnd", 1, (original, self, arguments) => Sized(original, self, arguments, (_, length) => length));
        builtins.Wrap(texts, "concat", 1, Concat);
        builtins.Wrap(texts, "split", 2, Split);
        builtins.Wrap(texts, "normalize", 0, Normalize);
        builtins.Wrap(texts, "localeCompare", 1, Compare);
        builtins.Wrap(builtins.Global("String"), "raw", 1, Raw);
    }

    // Each argument is converted once, so that an object can't say one number here and another there.
    private JsValue Sized(JsValue original, JsValue self, JsValue[] arguments, Func<double, double, double> size)
    {
        if (IsNothing(self)) return original.Call(self, arguments);
        var text = TypeConverter.ToString(self);
        var number = TypeConverter.ToNumber(ChargedBuiltins.At(arguments, 0));
        var chars = size(text.Length, number);
        // The others are errors of the script, or nothing to do.
        if (chars > 0 && double.IsFinite(chars)) builtins.Meter.Text(chars);
        return original.Call(text, [JsNumber.Create(number), .. arguments.Skip(1)]);
    }

    private JsValue Concat(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (IsNothing(self)) return original.Call(self, arguments);
        var texts = Array.ConvertAll(arguments, argument => (JsValue)TypeConverter.ToString(argument));
        builtins.Meter.Text(texts.Sum(text => (double)text.AsString().Length));
        return original.Call(self, texts);
    }

    private JsValue Split(JsValue original, JsValue self, JsValue[] arguments)
    {
        // A value for each character.
        if (self is JsString text && ChargedBuiltins.At(arguments, 0) is JsString { Length: 0 }) builtins.Meter.Reserve(16.0 * text.Length);
        return original.Call(self, arguments);
    }

    // The runtime has no normal forms while it runs without cultures.
    private JsValue Normalize(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (IsNothing(self)) return original.Call(self, arguments);
        var text = TypeConverter.ToString(self);
        var form = ChargedBuiltins.At(arguments, 0).IsUndefined() ? "NFC" : TypeConverter.ToString(ChargedBuiltins.At(arguments, 0));
        // Each character may become 18, once as code points and once as text.
        if (!Ascii.IsValid(text)) builtins.Meter.Reserve(6.0 * 18 * text.Length);
        return form switch
        {
            "NFC" => NormalForms.Apply(text, compatible: false, compose: true),
            "NFD" => NormalForms.Apply(text, compatible: false, compose: false),
            "NFKC" => NormalForms.Apply(text, compatible: true, compose: true),
            "NFKD" => NormalForms.Apply(text, compatible: true, compose: false),
            _ => original.Call(text, [form]),
        };
    }

    // Servers must agree on an order whatever their language is.
    private static JsValue Compare(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (IsNothing(self)) return original.Call(self, arguments);
        return Math.Sign(string.CompareOrdinal(TypeConverter.ToString(self), TypeConverter.ToString(ChargedBuiltins.At(arguments, 0))));
    }

    private JsValue Raw(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (ChargedBuiltins.At(arguments, 0) is ObjectInstance template && template.Get("raw") is ObjectInstance raw)
        {
            var count = (double)TypeConverter.ToLength(raw.Get("length"));
            builtins.Meter.Steps((long)Math.Min(count, long.MaxValue / 2));
            for (var i = 0; i < count; i++)
                if (raw.Get(JsNumber.Create(i)) is JsString text) builtins.Meter.Text(text.Length);
            foreach (var argument in arguments.Skip(1))
                if (argument is JsString text) builtins.Meter.Text(text.Length);
        }
        return original.Call(self, arguments);
    }

    private static bool IsNothing(JsValue self) => self.IsUndefined() || self.IsNull();
}
