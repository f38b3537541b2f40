namespace TopGun.Scripting.Builtins;

/// <summary>Object and its prototype (ECMA-262, section 20.1).</summary>
internal static class ObjectBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.ObjectPrototype;
        prototype.Method("hasOwnProperty", 1, (machine, self, arguments)
            => HasOwn(machine, self, Conversion.ToKey(machine, arguments.At(0))));
        prototype.Method("isPrototypeOf", 1, (machine, self, arguments) =>
        {
            for (var parent = (arguments.At(0).Reference as JsObject)?.Prototype; parent is not null; parent = parent.Prototype)
            {
                machine.Meter.Step();
                if (ReferenceEquals(parent, self.Reference)) return true;
            }
            return false;
        });
        prototype.Method("propertyIsEnumerable", 1, (machine, self, arguments)
            => self.Reference is JsObject obj && obj.TryGetOwn(Conversion.ToKey(machine, arguments.At(0)), out _, out var flags) && (flags & PropertyFlags.Enumerable) != 0);
        prototype.Method("toString", 0, (machine, self, _) => $"[object {self.Reference switch
        {
            null => "Undefined",
            string => "String",
            Tag => self.IsNull ? "Null" : self.IsNumber ? "Number" : "Boolean",
            JsObject obj => obj.ClassName is "Array" or "Function" or "Error" or "Date" or "RegExp" or "Map" or "Set" ? obj.ClassName : "Object",
            JsSymbol => "Symbol",
            _ => throw Conversion.NotComputable(machine, self),
        }}]");
        prototype.Method("toLocaleString", 0, (machine, self, _) => Conversion.ToText(machine, self));
        prototype.Method("valueOf", 0, (machine, self, _) => self.IsNullish ? throw machine.TypeError("Cannot convert undefined or null to object") : self);

        var constructor = new NativeFunction("Object", 1, (machine, _, arguments) => Make(machine, arguments.At(0)))
        {
            Constructor = (machine, arguments, newTarget) => newTarget.DisplayName == "Object" && newTarget.Shared
                ? Make(machine, arguments.At(0))
                : Subclass(machine, newTarget),
        };
        ObjectStatics.Install(constructor);
        globals.Constructor("Object", constructor, prototype);
    }

    public static bool HasOwn(Machine machine, JsValue self, PropertyKey key)
    {
        if (self.IsNullish) throw machine.TypeError("Cannot convert undefined or null to object");
        if (self.Reference is string text) return key.Is("length") || (key.IsIndex && key.Index < (uint)text.Length);
        return self.Reference is JsObject obj && obj.TryGetOwn(key, out _, out _);
    }

    private static JsValue Make(Machine machine, JsValue value)
    {
        if (value.IsNullish) return machine.NewObject();
        // Wrapping a text or number in an object is the one thing nobody wants.
        return value.IsObject ? value : throw machine.TypeError("Object(...) of a text, number or boolean is not part of the language");
    }

    private static JsValue Subclass(Machine machine, JsFunction newTarget)
    {
        machine.Meter.Allocate(Meter.ObjectBytes);
        return new JsObject(machine.PrototypeOf(newTarget, Intrinsics.ObjectPrototype));
    }
}
