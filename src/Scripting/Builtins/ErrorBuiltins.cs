namespace TopGun.Scripting.Builtins;

/// <summary>Error and its kinds (ECMA-262, section 20.5), without a stack.</summary>
internal static class ErrorBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        Intrinsics.ErrorPrototype.Method("toString", 0, (machine, self, _) =>
        {
            var error = self.RequireObject(machine, "Error.prototype.toString");
            var name = error.Get(machine, PropertyKey.Named("name"));
            var message = error.Get(machine, PropertyKey.Named("message"));
            var nameText = name.IsUndefined ? "Error" : Conversion.ToText(machine, name);
            var messageText = message.IsUndefined ? "" : Conversion.ToText(machine, message);
            if (nameText.Length == 0) return messageText;
            return messageText.Length == 0 ? nameText : Arithmetic.Concat(machine, Arithmetic.Concat(machine, nameText, ": "), messageText);
        });
        var parent = Install(globals, "Error", Intrinsics.ErrorPrototype, Intrinsics.FunctionPrototype);
        Install(globals, "TypeError", Intrinsics.TypeErrorPrototype, parent);
        Install(globals, "RangeError", Intrinsics.RangeErrorPrototype, parent);
        Install(globals, "ReferenceError", Intrinsics.ReferenceErrorPrototype, parent);
        Install(globals, "SyntaxError", Intrinsics.SyntaxErrorPrototype, parent);
        Install(globals, "EvalError", Intrinsics.EvalErrorPrototype, parent);
        Install(globals, "URIError", Intrinsics.UriErrorPrototype, parent);
    }

    private static NativeFunction Install(Dictionary<string, JsValue> globals, string name, JsObject prototype, JsObject parent)
    {
        prototype.DefineOwn(null, PropertyKey.Named("name"), name, PropertyFlags.Hidden);
        prototype.DefineOwn(null, PropertyKey.Named("message"), "", PropertyFlags.Hidden);
        var constructor = new NativeFunction(name, 1, (machine, _, arguments) => Make(machine, arguments, prototype))
        {
            Constructor = (machine, arguments, newTarget) => Make(machine, arguments, machine.PrototypeOf(newTarget, prototype)),
            Prototype = parent,
        };
        globals.Constructor(name, constructor, prototype);
        return constructor;
    }

    private static JsError Make(Machine machine, JsValue[] arguments, JsObject prototype)
    {
        machine.Meter.Allocate(Meter.ObjectBytes);
        var made = new JsError(prototype);
        if (!arguments.At(0).IsUndefined) made.DefineOwn(machine.Meter, PropertyKey.Named("message"), Conversion.ToText(machine, arguments[0]), PropertyFlags.Hidden);
        if (arguments.At(1).Reference is JsObject options && options.Has(machine, PropertyKey.Named("cause")))
            made.DefineOwn(machine.Meter, PropertyKey.Named("cause"), options.Get(machine, PropertyKey.Named("cause")), PropertyFlags.Hidden);
        return made;
    }
}
