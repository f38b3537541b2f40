namespace TopGun.Scripting.Builtins;

/// <summary>JSON.</summary>
internal static class JsonBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var json = new JsObject(Intrinsics.ObjectPrototype);
        json.Method("parse", 2, (machine, _, arguments) =>
        {
            var text = Conversion.ToText(machine, arguments.At(0));
            var value = new JsonReader(machine, text).Read();
            if (arguments.At(1).Reference is not JsFunction reviver) return value;
            var root = machine.NewObject();
            root.DefineOwn(machine.Meter, PropertyKey.Named(""), value);
            return Revive(machine, root, PropertyKey.Named(""), reviver);
        });
        json.Method("stringify", 3, (machine, _, arguments) => new JsonWriter(machine, arguments.At(1), arguments.At(2)).Write(arguments.At(0)));
        json.Share();
        globals.Add("JSON", json);
    }

    private static JsValue Revive(Machine machine, JsObject holder, PropertyKey key, JsFunction reviver)
    {
        machine.Meter.Enter(3);
        var value = holder.Get(machine, key);
        if (value.Reference is JsObject obj)
        {
            foreach (var inner in obj.OwnKeys(machine.Meter))
            {
                machine.Meter.Step();
                if (!inner.IsString || !obj.TryGetOwn(inner, out _, out var flags) || (flags & PropertyFlags.Enumerable) == 0) continue;
                var revived = Revive(machine, obj, inner, reviver);
                if (revived.IsUndefined)
                {
                    if ((flags & PropertyFlags.Configurable) != 0) obj.RemoveOwn(machine.Meter, inner);
                }
                else ObjectDefinition.Create(machine, obj, inner, revived);
            }
        }
        var result = machine.Call(reviver, holder, [key.ToValue(), value]);
        machine.Meter.Leave(3);
        return result;
    }
}
