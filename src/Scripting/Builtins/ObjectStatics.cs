namespace TopGun.Scripting.Builtins;

/// <summary>The functions of Object itself.</summary>
internal static class ObjectStatics
{
    public static void Install(NativeFunction constructor)
    {
        constructor.Method("keys", 1, (machine, _, arguments) => List(machine, arguments.At(0), (key, _) => key));
        constructor.Method("values", 1, (machine, _, arguments) => List(machine, arguments.At(0), (_, value) => value));
        constructor.Method("entries", 1, (machine, _, arguments) => List(machine, arguments.At(0), (key, value) => machine.NewArray([key, value])));
        constructor.Method("assign", 2, (machine, _, arguments) =>
        {
            var target = arguments.At(0).Reference as JsObject ?? throw machine.TypeError("Cannot convert undefined or null to object");
            foreach (var source in arguments.Skip(1))
            {
                if (source.Reference is string text)
                {
                    for (var i = 0; i < text.Length; i++) Elements.Set(machine, target, i, CharText.Of(text[i]));
                }
                if (source.Reference is not JsObject from) continue;
                foreach (var key in from.OwnKeys(machine.Meter))
                {
                    machine.Meter.Step();
                    if (from.TryGetOwn(key, out _, out var flags) && (flags & PropertyFlags.Enumerable) != 0) Access.Set(machine, target, key, from.Get(machine, key));
                }
            }
            return target;
        });
        constructor.Method("freeze", 1, (machine, _, arguments) => Restrict(machine, arguments.At(0), PropertyFlags.None));
        constructor.Method("seal", 1, (machine, _, arguments) => Restrict(machine, arguments.At(0), PropertyFlags.Writable));
        constructor.Method("preventExtensions", 1, (_, _, arguments) =>
        {
            if (arguments.At(0).Reference is JsObject { Shared: false } obj) obj.Extensible = false;
            return arguments.At(0);
        });
        constructor.Method("isFrozen", 1, (machine, _, arguments) => IsRestricted(machine, arguments.At(0), PropertyFlags.Configurable | PropertyFlags.Writable));
        constructor.Method("isSealed", 1, (machine, _, arguments) => IsRestricted(machine, arguments.At(0), PropertyFlags.Configurable));
        constructor.Method("isExtensible", 1, (_, _, arguments) => arguments.At(0).Reference is JsObject { Extensible: true });
        constructor.Method("create", 2, (machine, _, arguments) =>
        {
            var parent = arguments.At(0);
            if (!parent.IsObject && !parent.IsNull) throw machine.TypeError($"Object prototype may only be an Object or null: {ErrorText.Name(parent)}");
            machine.Meter.Allocate(Meter.ObjectBytes);
            var made = new JsObject(parent.Reference as JsObject);
            return arguments.At(1).IsUndefined ? made : DefineAll(machine, made, arguments.At(1));
        });
        constructor.Method("getPrototypeOf", 1, (machine, _, arguments) => arguments.At(0).Reference switch
        {
            JsObject obj => obj.Prototype is { } parent ? parent : JsValue.Null,
            string => Intrinsics.StringPrototype,
            Tag when arguments[0].IsNumber => Intrinsics.NumberPrototype,
            Tag when arguments[0].IsBoolean => Intrinsics.BooleanPrototype,
            JsSymbol => Intrinsics.SymbolPrototype,
            _ => throw machine.TypeError("Cannot convert undefined or null to object"),
        });
        constructor.Method("setPrototypeOf", 2, SetPrototypeOf);
        constructor.Method("defineProperty", 3, (machine, _, arguments) =>
        {
            var target = arguments.At(0).RequireObject(machine, "Object.defineProperty");
            ObjectDefinition.Define(machine, target, Conversion.ToKey(machine, arguments.At(1)), arguments.At(2));
            return target;
        });
        constructor.Method("defineProperties", 2, (machine, _, arguments)
            => DefineAll(machine, arguments.At(0).RequireObject(machine, "Object.defineProperties"), arguments.At(1)));
        constructor.Method("getOwnPropertyNames", 1, (machine, _, arguments) => Keys(machine, arguments.At(0), symbols: false));
        constructor.Method("getOwnPropertySymbols", 1, (machine, _, arguments) => Keys(machine, arguments.At(0), symbols: true));
        constructor.Method("getOwnPropertyDescriptor", 2, (machine, _, arguments) => arguments.At(0).Reference is JsObject obj
            ? ObjectDefinition.Describe(machine, obj, Conversion.ToKey(machine, arguments.At(1))) : JsValue.Undefined);
        constructor.Method("getOwnPropertyDescriptors", 1, (machine, _, arguments) =>
        {
            var made = machine.NewObject();
            if (arguments.At(0).Reference is JsObject obj)
                foreach (var key in obj.OwnKeys(machine.Meter)) made.DefineOwn(machine.Meter, key, ObjectDefinition.Describe(machine, obj, key));
            return made;
        });
        constructor.Method("fromEntries", 1, (machine, _, arguments) =>
        {
            var made = machine.NewObject();
            var iteration = Iteration.Of(machine, arguments.At(0));
            while (iteration.MoveNext(machine, out var entry))
            {
                if (entry.Reference is not JsObject pair) throw machine.TypeError($"Iterator value {ErrorText.Name(entry)} is not an entry object");
                made.DefineOwn(machine.Meter, Conversion.ToKey(machine, pair.GetIndex(machine, 0)), pair.GetIndex(machine, 1));
            }
            return made;
        });
        constructor.Method("is", 2, (machine, _, arguments) => Equality.Same(machine.Meter, arguments.At(0), arguments.At(1)));
        constructor.Method("hasOwn", 2, (machine, _, arguments) => ObjectBuiltins.HasOwn(machine, arguments.At(0), Conversion.ToKey(machine, arguments.At(1))));
        constructor.Method("groupBy", 2, (machine, _, arguments) =>
        {
            var callback = arguments.Callback(machine, 1);
            machine.Meter.Allocate(Meter.ObjectBytes);
            var made = new JsObject(null);
            var iteration = Iteration.Of(machine, arguments.At(0));
            for (var i = 0; iteration.MoveNext(machine, out var item); i++)
            {
                var key = Conversion.ToKey(machine, machine.Call(callback, JsValue.Undefined, [item, i]));
                if (made.TryGetOwn(key, out var group, out var flags)) ((JsArray)group.AsObject).Add(machine, item);
                else made.DefineOwn(machine.Meter, key, machine.NewArray([item]));
            }
            return made;
        });
    }

    private static JsArray List(Machine machine, JsValue source, Func<JsValue, JsValue, JsValue> make)
    {
        var made = machine.NewArray([]);
        switch (source.Reference)
        {
            case null or Tag when source.IsNullish: throw machine.TypeError("Cannot convert undefined or null to object");
            case string text:
                for (var i = 0; i < text.Length; i++)
                {
                    machine.Meter.Step();
                    made.Add(machine, make(PropertyKey.TextOf((uint)i), CharText.Of(text[i])));
                }
                break;
            case JsObject obj:
                foreach (var key in obj.OwnKeys(machine.Meter))
                {
                    machine.Meter.Step();
                    if (!key.IsString || !obj.TryGetOwn(key, out _, out var flags) || (flags & PropertyFlags.Enumerable) == 0) continue;
                    made.Add(machine, make(key.ToValue(), obj.Get(machine, key)));
                }
                break;
            case TopGun.Core.Values.Value: throw Conversion.NotComputable(machine, source);
        }
        return made;
    }

    private static JsArray Keys(Machine machine, JsValue source, bool symbols)
    {
        var made = machine.NewArray([]);
        if (source.IsNullish) throw machine.TypeError("Cannot convert undefined or null to object");
        if (source.Reference is not JsObject obj) return made;
        foreach (var key in obj.OwnKeys(machine.Meter))
            if (key.IsString != symbols) made.Add(machine, key.ToValue());
        if (obj is JsArray && !symbols) made.Add(machine, "length");
        return made;
    }

    private static JsValue Restrict(Machine machine, JsValue value, PropertyFlags kept)
    {
        if (value.Reference is JsObject obj) obj.Restrict(machine.Meter, kept);
        return value;
    }

    private static bool IsRestricted(Machine machine, JsValue value, PropertyFlags missing)
    {
        if (value.Reference is not JsObject obj) return true;
        if (obj.Extensible) return false;
        foreach (var key in obj.OwnKeys(machine.Meter))
        {
            obj.TryGetOwn(key, out _, out var flags);
            if ((flags & missing & ~((flags & PropertyFlags.Accessor) != 0 ? PropertyFlags.Writable : 0)) != 0) return false;
        }
        return true;
    }

    private static JsObject DefineAll(Machine machine, JsObject target, JsValue descriptors)
    {
        var from = descriptors.RequireObject(machine, "Object.defineProperties");
        foreach (var key in from.OwnKeys(machine.Meter))
            if (from.TryGetOwn(key, out _, out var flags) && (flags & PropertyFlags.Enumerable) != 0) ObjectDefinition.Define(machine, target, key, from.Get(machine, key));
        return target;
    }

    private static JsValue SetPrototypeOf(Machine machine, JsValue self, JsValue[] arguments)
    {
        var parent = arguments.At(1);
        if (!parent.IsObject && !parent.IsNull) throw machine.TypeError($"Object prototype may only be an Object or null: {ErrorText.Name(parent)}");
        if (arguments.At(0).Reference is not JsObject obj) return arguments.At(0);
        var wanted = parent.Reference as JsObject;
        if (ReferenceEquals(obj.Prototype, wanted)) return obj;
        if (obj.Shared || !obj.Extensible) throw machine.TypeError("#<Object> is not extensible");
        for (var ancestor = wanted; ancestor is not null; ancestor = ancestor.Prototype)
        {
            machine.Meter.Step();
            if (ReferenceEquals(ancestor, obj)) throw machine.TypeError("Cyclic __proto__ value");
        }
        obj.Prototype = wanted;
        return obj;
    }
}
