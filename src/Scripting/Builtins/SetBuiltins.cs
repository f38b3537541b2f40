namespace TopGun.Scripting.Builtins;

/// <summary>Set and its prototype (ECMA-262, section 24.2).</summary>
internal static class SetBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.SetPrototype;
        prototype.Method("has", 1, (machine, self, arguments) => Require(machine, self).TryGet(arguments.At(0), out _));
        prototype.Method("add", 1, (machine, self, arguments) =>
        {
            Add(Require(machine, self), arguments.At(0));
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
                if (table.TryEntryAt(place, out var key, out _)) machine.Call(callback, arguments.At(1), [key, key, self]);
            }
            return JsValue.Undefined;
        });
        var values = prototype.Method("values", 0, (machine, self, _) => JsIterator.Make(machine, new TableIteration(Require(machine, self), IterationKind.Values)));
        prototype.DefineOwn(null, PropertyKey.Named("keys"), values, PropertyFlags.Hidden);
        prototype.DefineOwn(null, PropertyKey.Of(JsSymbol.Iterator), values, PropertyFlags.Hidden);
        prototype.Method("entries", 0, (machine, self, _) => JsIterator.Make(machine, new TableIteration(Require(machine, self), IterationKind.Entries)));
        prototype.Getter("size", (machine, self, _) => Require(machine, self).Count);

        var constructor = new NativeFunction("Set", 0, (machine, _, _) => throw machine.TypeError("Constructor Set requires 'new'"))
        {
            Constructor = (machine, arguments, newTarget) =>
            {
                machine.Meter.Allocate(Meter.ObjectBytes + 160);
                var made = new JsSet(machine.PrototypeOf(newTarget, Intrinsics.SetPrototype), machine.Meter);
                if (arguments.At(0).IsNullish) return made;
                var iteration = Iteration.Of(machine, arguments.At(0));
                while (iteration.MoveNext(machine, out var item)) Add(made.Table, item);
                return made;
            },
        };
        globals.Constructor("Set", constructor, prototype);
    }

    private static void Add(JsTable table, JsValue item)
    {
        if (item.IsNumber && item.AsNumber == 0) item = 0.0;
        if (!table.TryGet(item, out _)) table.Set(item, item);
    }

    private static JsTable Require(Machine machine, JsValue self)
        => self.Reference is JsSet set ? set.Table : throw machine.TypeError($"Set.prototype method called on incompatible receiver {ErrorText.Name(self)}");
}
