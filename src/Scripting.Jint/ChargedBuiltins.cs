using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JsValue = Jint.Native.JsValue;

namespace TopGun.Scripting.Jint;

/// <summary>Puts a charge before built-ins whose work or result is larger than what they are given; each is made when it is first used.</summary>
internal sealed class ChargedBuiltins(Engine engine, RunMeter meter)
{
    /// <summary>A built-in with its charge.</summary>
    /// <param name="original">The built-in itself.</param>
    /// <param name="self">What it is called on.</param>
    /// <param name="arguments">What it is called with.</param>
    public delegate JsValue Call(JsValue original, JsValue self, JsValue[] arguments);

    public Engine Engine => engine;

    public RunMeter Meter => meter;

    /// <summary>Replaces them in an engine.</summary>
    public static void Install(Engine engine, RunMeter meter)
    {
        var builtins = new ChargedBuiltins(engine, meter);
        new ChargedTexts(builtins).Install();
        new ChargedReplacing(builtins).Install();
        new ChargedLists(builtins).Install();
        ChargedJson.Install(builtins);
    }

    /// <summary>One argument; undefined when it is missing.</summary>
    public static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    /// <summary>A built-in object by its name.</summary>
    public ObjectInstance Global(string name) => (ObjectInstance)engine.Global.Get(name);

    /// <summary>The prototype of what a constructor makes.</summary>
    public ObjectInstance PrototypeOf(string constructor)
        => constructor == "Function" ? Global("Object").Prototype! : (ObjectInstance)Global(constructor).Get("prototype");

    /// <summary>An error that the script can catch.</summary>
    public JavaScriptException TypeError(string message) => new(engine.Intrinsics.TypeError, message);

    /// <summary>Puts a charge before one built-in.</summary>
    public void Wrap(ObjectInstance holder, JsValue name, int length, Call call)
    {
        var known = holder.GetOwnProperty(name);
        var shown = name is JsString text ? text.ToString() : "[Symbol.replace]";
        holder.FastSetProperty(name, PropertyDescriptor.CreateLazy(
            () => new ClrFunction(
                engine,
                shown,
                (self, arguments) =>
                {
                    meter.Check();
                    return call(known.Value, self, arguments);
                },
                length,
                PropertyFlag.Configurable),
            PropertyFlag.NonEnumerable));
    }
}
