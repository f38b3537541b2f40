namespace TopGun.Scripting.Builtins;

/// <summary>What the iterators of the built-ins have.</summary>
internal static class IteratorBuiltins
{
    public static void Install()
    {
        var prototype = Intrinsics.IteratorPrototype;
        prototype.Method(JsSymbol.Iterator, "[Symbol.iterator]", (_, self, _) => self);
        prototype.Method("next", 0, (machine, self, _) =>
        {
            if (self.Reference is not JsIterator iterator) throw machine.TypeError("next method called on incompatible receiver");
            var more = iterator.Iteration.MoveNext(machine, out var item);
            var made = machine.NewObject();
            made.DefineOwn(machine.Meter, PropertyKey.Named("value"), item);
            made.DefineOwn(machine.Meter, PropertyKey.Named("done"), !more);
            return made;
        });
        prototype.Share();
    }
}
