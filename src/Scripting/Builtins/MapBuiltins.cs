namespace TopGun.Scripting.Builtins;

/// <summary>Map and its prototype (ECMA-262, section 24.1).</summary>
internal static class MapBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.MapPrototype;
        prototype.Method("get", 1, (machine, self, arguments) => Require(machine, self).TryGet(arguments.At(0), out var value) ? value : JsValue.Undefined);
        prototype.Method("has", 1, (machine, self, arguments) => Require(machine, self).TryGet(arguments.At(0), out _));
        prototype.Method("set", 2, (machine, self, arguments) =>
        {
            Require(machine, self).Set(arguments.At(0), arguments.At(1));
            return self;
        });
        prototype.Method("delete", 1, (machine, self, arguments) => Require(machine, self).Remove(arguments.At(0)));
        prototype.Method("clear", 0, (machine, self, _) =>
        {
            Require(machine, self).Clear();
            return JsValue.Undefined;
        });
        prototype.Method("forEach", 1, (machine, self, arguments) =>
        {
            var table = Require(machine, self);
            var callback = arguments.Callback(machine, 0);
            for (var place = 0; place < table.Places; place++)
            {
                machine.Meter.Step();
                if (table.TryEntryAt(place, out var key, out var value)) machine.Call(callback, arguments.At(1), [value, key, self]);
            }
            return JsValue.Undefined;
        });
        prototype.Method("keys", 0, (machine, self, _) => JsIterator.Make(machine, new TableIteration(Require(machine, self), IterationKind.Keys)));
        prototype.Method("values", 0, (machine, self, _) => JsIterator.Make(machine, new TableIteration(Require(machine, self), IterationKind.Values)));
        var entries = prototype.Method("entries", 0, (machine, self, _) => JsIterator.Make(machine, new TableIteration(Require(machine, self), IterationKind.Entries)));
        prototype.DefineOwn(null, PropertyKey.Of(JsSymbol.Iterator), entries, PropertyFlags.Hidden);
        prototype.Getter("size", (machine, self, _) => Require(machine, self).Count);

        var constructor = new NativeFunction("Map", 0, (machine, _, _) => throw machine.TypeError("Constructor Map requires 'new'")) { Constructor = Make };
        constructor.Method("groupBy", 2, (machine, _, arguments) =>
        {
            var callback = arguments.Callback(machine, 1);
            machine.Meter.Allocate(Meter.ObjectBytes + 160);
            var made = new JsMap(Intrinsics.MapPrototype, machine.Meter);
            var iteration = Iteration.Of(machine, arguments.At(0));
            for (var i = 0; iteration.MoveNext(machine, out var item); i++)
            {
                var key = machine.Call(callback, JsValue.Undefined, [item, i]);
                if (made.Table.TryGet(key, out var group)) ((JsArray)group.AsObject).Add(machine, item);
                else made.Table.Set(key, machine.NewArray([item]));
            }
            return made;
        });
        globals.Constructor("Map", constructor, prototype);
    }

    private static JsValue Make(Machine machine, JsValue[] arguments, JsFunction newTarget)
    {
        machine.Meter.Allocate(Meter.ObjectBytes + 160);
        var made = new JsMap(machine.PrototypeOf(newTarget, Intrinsics.MapPrototype), machine.Meter);
        if (arguments.At(0).IsNullish) return made;
        var iteration = Iteration.Of(machine, arguments.At(0));
        while (iteration.MoveNext(machine, out var entry))
        {
            if (entry.Reference is not JsObject pair) throw machine.TypeError($"Iterator value {ErrorText.Name(entry)} is not an entry object");
            made.Table.Set(pair.GetIndex(machine, 0), pair.GetIndex(machine, 1));
        }
        return made;
    }

    private static JsTable Require(Machine machine, JsValue self)
        => self.Reference is JsMap map ? map.Table : throw machine.TypeError($"Map.prototype method called on incompatible receiver {ErrorText.Name(self)}");
}
