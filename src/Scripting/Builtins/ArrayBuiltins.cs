namespace TopGun.Scripting.Builtins;

/// <summary>Array and its prototype (ECMA-262, section 23.1).</summary>
internal static class ArrayBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.ArrayPrototype;
        ArraySearches.Install(prototype);
        ArrayChanges.Install(prototype);
        ArrayCopies.Install(prototype);
        prototype.Method("keys", 0, (machine, self, _) => JsIterator.Make(machine, new ArrayIteration(Elements.Of(machine, self), IterationKind.Keys)));
        prototype.Method("entries", 0, (machine, self, _) => JsIterator.Make(machine, new ArrayIteration(Elements.Of(machine, self), IterationKind.Entries)));
        var values = prototype.Method("values", 0, (machine, self, _) => JsIterator.Make(machine, new ArrayIteration(Elements.Of(machine, self), IterationKind.Values)));
        prototype.DefineOwn(null, PropertyKey.Of(JsSymbol.Iterator), values, PropertyFlags.Hidden);

        var constructor = new NativeFunction("Array", 1, (machine, _, arguments) => Make(machine, arguments)) { Constructor = (machine, arguments, newTarget) => WithPrototype(machine, Make(machine, arguments), newTarget) };
        constructor.Method("isArray", 1, (_, _, arguments) => arguments.At(0).Reference is JsArray);
        constructor.Method("of", 0, (machine, _, arguments) => machine.NewArray(arguments));
        constructor.Method("from", 1, From);
        globals.Constructor("Array", constructor, prototype);
    }

    private static JsArray Make(Machine machine, JsValue[] arguments)
    {
        if (arguments is not [{ IsNumber: true } length]) return machine.NewArray(arguments);
        if (length.AsNumber != Math.Floor(length.AsNumber) || length.AsNumber is < 0 or > uint.MaxValue) throw machine.RangeError("Invalid array length");
        return JsArray.OfLength(machine.Meter, length.AsNumber);
    }

    private static JsArray WithPrototype(Machine machine, JsArray made, JsFunction newTarget)
    {
        made.Prototype = machine.PrototypeOf(newTarget, Intrinsics.ArrayPrototype);
        return made;
    }

    private static JsValue From(Machine machine, JsValue self, JsValue[] arguments)
    {
        var source = arguments.At(0);
        var mapping = arguments.At(1).IsUndefined ? null : arguments.Callback(machine, 1);
        var made = machine.NewArray([]);
        if (source.IsNullish) throw machine.TypeError($"{source} is not iterable");
        if (!Access.Get(machine, source, PropertyKey.Of(JsSymbol.Iterator)).IsNullish)
        {
            var iteration = Iteration.Of(machine, source);
            while (iteration.MoveNext(machine, out var item)) Append(item);
            return made;
        }
        if (source.Reference is not JsObject like) return made;
        var length = Elements.LengthOf(machine, like);
        for (var i = 0; i < length; i++)
        {
            machine.Meter.Step();
            Append(Elements.Get(machine, like, i));
        }
        return made;

        void Append(JsValue item)
            => made.Add(machine, mapping is null ? item : machine.Call(mapping, arguments.At(2), [item, made.Length]));
    }
}
