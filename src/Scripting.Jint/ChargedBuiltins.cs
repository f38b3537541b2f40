using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TopGun.Scripting.Unicode;
using JsValue = Jint.Native.JsValue;
using JsArray = Jint.Native.JsArray;

namespace TopGun.Scripting.Jint;

/// <summary>The built-ins that make one text out of numbers, charged before they do; and those that would differ between servers.</summary>
internal sealed class ChargedBuiltins(Engine engine, RunMeter meter)
{
    private const PropertyFlag Hidden = PropertyFlag.NonEnumerable;

    private delegate JsValue Call(JsValue original, JsValue self, JsValue[] arguments);

    /// <summary>Replaces them in an engine.</summary>
    public static void Install(Engine engine, RunMeter meter) => new ChargedBuiltins(engine, meter).Install();

    private void Install()
    {
        var texts = PrototypeOf("String");
        Wrap(texts, "repeat", 1, (original, self, arguments) => Sized(original, self, arguments, (length, count) => length * count));
        Wrap(texts, "padStart", 1, (original, self, arguments) => Sized(original, self, arguments, (_, length) => length));
        Wrap(texts, "padEnd", 1, (original, self, arguments) => Sized(original, self, arguments, (_, length) => length));
        Wrap(texts, "replace", 2, (original, self, arguments) => new ChargedReplacing(engine, meter).InText(original, self, arguments, once: true));
        Wrap(texts, "replaceAll", 2, (original, self, arguments) => new ChargedReplacing(engine, meter).InText(original, self, arguments, once: false));
        Wrap(PrototypeOf("RegExp"), GlobalSymbolRegistry.Replace, 2, (original, self, arguments) => new ChargedReplacing(engine, meter).OfMatches(original, self, arguments));
        Wrap(PrototypeOf("Array"), "join", 1, Join);
        // Servers must agree on an order whatever their language is.
        Wrap(texts, "localeCompare", 1, (original, self, arguments) => self.IsUndefined() || self.IsNull()
            ? original.Call(self, arguments)
            : Math.Sign(string.CompareOrdinal(TypeConverter.ToString(self), TypeConverter.ToString(At(arguments, 0)))));
        Wrap(texts, "normalize", 0, Normalize);
        ((ObjectInstance)engine.Global.Get("Math")).RemoveOwnProperty("random");
    }

    private ObjectInstance PrototypeOf(string constructor) => (ObjectInstance)engine.Global.Get(constructor).Get("prototype");

    private void Wrap(ObjectInstance holder, JsValue name, int length, Call call)
    {
        var known = holder.GetOwnProperty(name);
        var shown = name is JsString text ? text.ToString() : "[Symbol.replace]";
        holder.FastSetProperty(name, PropertyDescriptor.CreateLazy(
            () => new ClrFunction(engine, shown, (self, arguments) => call(known.Value, self, arguments), length, PropertyFlag.Configurable), Hidden));
    }

    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    // Each argument is converted once, so that an object can't say one number here and another there.
    private JsValue Sized(JsValue original, JsValue self, JsValue[] arguments, Func<double, double, double> size)
    {
        if (self.IsUndefined() || self.IsNull()) return original.Call(self, arguments);
        var text = TypeConverter.ToString(self);
        var number = TypeConverter.ToNumber(At(arguments, 0));
        var chars = size(text.Length, number);
        // The others are errors of the script, or nothing to do.
        if (chars > 0 && double.IsFinite(chars)) meter.Text(chars);
        return original.Call(text, [JsNumber.Create(number), .. arguments.Skip(1)]);
    }

    // The runtime has no normal forms while it runs without cultures.
    private JsValue Normalize(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (self.IsUndefined() || self.IsNull()) return original.Call(self, arguments);
        var text = TypeConverter.ToString(self);
        var form = At(arguments, 0).IsUndefined() ? "NFC" : TypeConverter.ToString(At(arguments, 0));
        // Each character may become 18, once as code points and once as text.
        if (!Ascii.IsValid(text)) meter.Reserve(6.0 * 18 * text.Length);
        return form switch
        {
            "NFC" => NormalForms.Apply(text, compatible: false, compose: true),
            "NFD" => NormalForms.Apply(text, compatible: false, compose: false),
            "NFKC" => NormalForms.Apply(text, compatible: true, compose: true),
            "NFKD" => NormalForms.Apply(text, compatible: true, compose: false),
            _ => original.Call(text, [form]),
        };
    }

    private JsValue Join(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (self is not ObjectInstance list) return original.Call(self, arguments);
        var separator = At(arguments, 0).IsUndefined() ? "," : TypeConverter.ToString(At(arguments, 0));
        var count = (double)TypeConverter.ToLength(list.Get("length"));
        meter.Steps((long)(count / 8));
        meter.Text((double)separator.Length * Math.Max(0, count - 1));
        if (list is JsArray array)
        {
            var chars = 0.0;
            for (var i = 0; i < count; i++)
                if (array.Get(JsNumber.Create(i)) is JsString text) chars += text.Length;
            meter.Text(chars);
        }
        return original.Call(self, [separator]);
    }
}
