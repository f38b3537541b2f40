namespace TopGun.Scripting.Builtins;

/// <summary>Symbol, which is known for Symbol.iterator only.</summary>
internal static class SymbolBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.SymbolPrototype;
        prototype.Method("toString", 0, (machine, self, _) => self.Reference is JsSymbol symbol ? symbol.ToString() : throw machine.TypeError("not a symbol"));
        prototype.Getter("description", (machine, self, _) => self.Reference is JsSymbol symbol ? symbol.Description : throw machine.TypeError("not a symbol"));
        var constructor = new NativeFunction("Symbol", 0, (machine, _, _) => throw machine.TypeError("Making symbols is not part of the language; there is Symbol.iterator"));
        constructor.Constant("iterator", JsSymbol.Iterator);
        globals.Constructor("Symbol", constructor, prototype);
    }
}
