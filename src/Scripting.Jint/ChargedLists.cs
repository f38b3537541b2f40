using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using JsArray = Jint.Native.JsArray;
using JsValue = Jint.Native.JsValue;

namespace TopGun.Scripting.Jint;

/// <summary>Methods that walk a list: a list may say that it has 2^53 items, or hold itself twice.</summary>
internal sealed class ChargedLists(ChargedBuiltins builtins)
{
    // The names and lengths are the same in every engine.
    private static readonly (string Name, int Length)[] Walks = WalksOfArrays();

    private RunMeter Meter => builtins.Meter;

    public void Install()
    {
        var arrays = builtins.PrototypeOf("Array");
        foreach (var (name, length) in Walks)
        {
            builtins.Wrap(arrays, name, length, name switch
            {
                "join" => Join,
                "flat" => Flat,
                _ => Walk,
            });
        }
        builtins.Wrap(builtins.Global("Array"), "from", 1, From);
        var functions = builtins.PrototypeOf("Function");
        builtins.Wrap(functions, "apply", 2, Apply);
        builtins.Wrap(functions, "call", 1, ArgumentsOfCall);
    }

    private JsValue Walk(JsValue original, JsValue self, JsValue[] arguments)
    {
        _ = ChargedLength(self);
        return original.Call(self, arguments);
    }

    private JsValue Join(JsValue original, JsValue self, JsValue[] arguments)
    {
        var count = ChargedLength(self);
        var separator = ChargedBuiltins.At(arguments, 0).IsUndefined() ? "," : TypeConverter.ToString(ChargedBuiltins.At(arguments, 0));
        Meter.Text(separator.Length * Math.Max(0, count - 1));
        if (self is JsArray array)
        {
            Meter.Steps((long)(count / 8));
            for (var i = 0; i < count; i++)
                if (array.Get(JsNumber.Create(i)) is JsString text) Meter.Text(text.Length);
        }
        return original.Call(self, [separator]);
    }

    private JsValue Flat(JsValue original, JsValue self, JsValue[] arguments)
    {
        var depth = ChargedBuiltins.At(arguments, 0).IsUndefined() ? 1 : TypeConverter.ToNumber(ChargedBuiltins.At(arguments, 0));
        if (ChargedLength(self) > 0 && self is JsArray array) ChargeItems(array, depth, 1);
        return original.Call(self, [JsNumber.Create(depth)]);
    }

    private void ChargeItems(JsArray array, double depth, int level)
    {
        if (level > Meter.Limits.CallDepth) throw Meter.TooDeep();
        Meter.Steps((long)ChargedLength(array) / 8);
        for (var i = 0u; i < array.Length; i++)
        {
            if (array.Get(JsNumber.Create(i)) is not JsArray inner || depth < 1) continue;
            Meter.Check();
            ChargeItems(inner, depth - 1, level + 1);
        }
    }

    private JsValue From(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (ChargedBuiltins.At(arguments, 0) is ObjectInstance source && source is not JsArray && source.Get(GlobalSymbolRegistry.Iterator).IsUndefined()) ChargedLength(source);
        return original.Call(self, arguments);
    }

    private JsValue Apply(JsValue original, JsValue self, JsValue[] arguments)
    {
        ChargedLength(ChargedBuiltins.At(arguments, 1));
        return original.Call(self, arguments);
    }

    // A call of a call copies its arguments at each level, and no function of the script needs to take part.
    private JsValue ArgumentsOfCall(JsValue original, JsValue self, JsValue[] arguments)
    {
        Meter.Steps(arguments.Length / 8);
        return original.Call(self, arguments);
    }

    // What looks like a list costs a step for each item that it says it has; a real one has paid when it was made,
    // except one whose length was set beyond what it holds.
    private double ChargedLength(JsValue self)
    {
        if (self is JsArray array)
        {
            if (array.Length > Sandbox.MaxArrayLength(Meter.Limits)) throw Meter.OutOfBytes();
            return array.Length;
        }
        if (self is not ObjectInstance list) return 0;
        var count = (double)TypeConverter.ToLength(list.Get("length"));
        Meter.Steps((long)count);
        return count;
    }

    private static (string Name, int Length)[] WalksOfArrays()
    {
        using var engine = new Engine();
        var arrays = (ObjectInstance)engine.Global.Get("Array").Get("prototype");
        return [.. arrays.GetOwnPropertyKeys(Types.String)
            .Select(key => (Name: key.ToString(), Value: arrays.Get(key)))
            .Where(member => member.Name is not ("constructor" or "toString" or "toLocaleString" or "at") && member.Value.IsCallable())
            .Select(member => (member.Name, (int)member.Value.Get("length").AsNumber()))];
    }
}
