namespace TopGun.Scripting.Builtins;

/// <summary>Boolean and its prototype.</summary>
internal static class BooleanBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.BooleanPrototype;
        prototype.Method("toString", 0, (machine, self, _) => Require(machine, self) ? "true" : "false");
        prototype.Method("valueOf", 0, (machine, self, _) => Require(machine, self));
        var constructor = new NativeFunction("Boolean", 1, (_, _, arguments) => Conversion.ToBoolean(arguments.At(0))) { Constructor = null };
        globals.Constructor("Boolean", constructor, prototype);
    }

    private static bool Require(Machine machine, JsValue self)
        => self.IsBoolean ? self.IsTrue : throw machine.TypeError("Boolean.prototype method requires that 'this' be a Boolean");
}
