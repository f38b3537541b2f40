namespace TopGun.Scripting.Builtins;

/// <summary>What every function has. There is no Function: no text becomes code.</summary>
internal static class FunctionBuiltins
{
    public static void Install()
    {
        var prototype = Intrinsics.FunctionPrototype;
        prototype.Method("call", 1, (machine, self, arguments) =>
        {
            machine.Meter.Allocate((long)Meter.SlotBytes * arguments.Length);
            return machine.CallValue(self, arguments.At(0), arguments.Length > 1 ? arguments[1..] : []);
        });
        prototype.Method("apply", 2, (machine, self, arguments) =>
        {
            if (arguments.At(1).IsNullish) return machine.CallValue(self, arguments.At(0));
            var list = arguments.At(1).Reference as JsObject ?? throw machine.TypeError("CreateListFromArrayLike called on non-object");
            return machine.CallValue(self, arguments.At(0), [.. Elements.ToList(machine, list)]);
        });
        prototype.Method("bind", 1, (machine, self, arguments) =>
        {
            if (self.Reference is not JsFunction function) throw machine.TypeError("Bind must be called on a function");
            machine.Meter.Allocate(Meter.ObjectBytes + ((long)Meter.SlotBytes * arguments.Length));
            return new BoundFunction(machine, function, arguments.At(0), arguments.Length > 1 ? arguments[1..] : []);
        });
        prototype.Method("toString", 0, (machine, self, _) =>
        {
            if (self.Reference is not JsFunction function) throw machine.TypeError("Function.prototype.toString requires that 'this' be a Function");
            machine.Meter.Text(function.DisplayName.Length + 32);
            return $"function {function.DisplayName}() {{ [native code] }}";
        });
        // Not Object, which it would inherit: what people look for here is the way from text to code.
        prototype.DefineOwn(null, PropertyKey.Named("constructor"), JsValue.Undefined, PropertyFlags.Hidden);
        prototype.Share();
    }
}
