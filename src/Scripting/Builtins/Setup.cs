namespace TopGun.Scripting.Builtins;

/// <summary>Puts built-ins together.</summary>
internal static class Setup
{
    public static NativeFunction Method(this JsObject target, string name, int parameterCount, NativeCode code)
    {
        var function = new NativeFunction(name, parameterCount, code);
        function.Share();
        target.DefineOwn(null, PropertyKey.Of(name), function, PropertyFlags.Hidden);
        return function;
    }

    public static void Method(this JsObject target, JsSymbol symbol, string name, NativeCode code)
    {
        var function = new NativeFunction(name, 0, code);
        function.Share();
        target.DefineOwn(null, PropertyKey.Of(symbol), function, PropertyFlags.Hidden);
    }

    public static void Getter(this JsObject target, string name, NativeCode code)
    {
        var function = new NativeFunction("get " + name, 0, code);
        function.Share();
        target.DefineOwn(null, PropertyKey.Named(name), JsValue.Accessor(new Accessor(function, null)), PropertyFlags.Accessor | PropertyFlags.Configurable);
    }

    public static void Constant(this JsObject target, string name, JsValue value) => target.DefineOwn(null, PropertyKey.Named(name), value, PropertyFlags.None);

    /// <summary>Joins a constructor and its prototype, makes both unchangeable, and gives them a name that scripts know.</summary>
    public static void Constructor(this Dictionary<string, JsValue> globals, string name, NativeFunction constructor, JsObject prototype)
    {
        constructor.DefineOwn(null, PropertyKey.Named("prototype"), prototype, PropertyFlags.None);
        prototype.DefineOwn(null, PropertyKey.Named("constructor"), constructor, PropertyFlags.Hidden);
        constructor.Share();
        prototype.Share();
        globals.Add(name, constructor);
    }

    /// <summary>The argument at a place, or undefined.</summary>
    public static JsValue At(this JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    /// <summary>The argument at a place, which must be a function.</summary>
    public static JsFunction Callback(this JsValue[] arguments, Machine machine, int index)
        => arguments.At(index).Reference as JsFunction ?? throw machine.TypeError($"{ErrorText.Name(arguments.At(index))} is not a function");

    public static JsObject RequireObject(this JsValue value, Machine machine, string what)
        => value.Reference as JsObject ?? throw machine.TypeError($"{what} called on non-object");
}
