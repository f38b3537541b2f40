namespace TopGun.Scripting.Runtime;

/// <summary>Defining properties with all their flags, as Object.defineProperty does.</summary>
internal static class ObjectDefinition
{
    /// <summary>Adds a plain property, as a class field does.</summary>
    public static void Create(Machine machine, JsObject target, PropertyKey key, JsValue value)
    {
        if (target.TryGetOwn(key, out _, out var flags))
        {
            if ((flags & PropertyFlags.Configurable) == 0) throw machine.TypeError($"Cannot redefine property: {key.Text}");
        }
        else if (!target.Extensible) throw machine.TypeError($"Cannot define property {key.Text}, object is not extensible");
        target.DefineOwn(machine.Meter, key, value);
    }

    public static void Define(Machine machine, JsObject target, PropertyKey key, JsValue descriptor)
    {
        if (descriptor.Reference is not JsObject from) throw machine.TypeError($"Property description must be an object: {ErrorText.Name(descriptor)}");
        var exists = target.TryGetOwn(key, out var current, out var flags);
        if (!exists && !target.Extensible) throw machine.TypeError($"Cannot define property {key.Text}, object is not extensible");

        var wanted = exists ? flags : PropertyFlags.None;
        wanted = Flag(machine, from, "enumerable", wanted, PropertyFlags.Enumerable);
        wanted = Flag(machine, from, "configurable", wanted, PropertyFlags.Configurable);
        var getter = Read(machine, from, "get");
        var setter = Read(machine, from, "set");
        var isAccessor = getter is not null || setter is not null;
        var value = Read(machine, from, "value");
        var isData = value is not null || from.Has(machine, PropertyKey.Named("writable"));
        if (isAccessor && isData) throw machine.TypeError("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute");
        if (isAccessor) wanted = (wanted | PropertyFlags.Accessor) & ~PropertyFlags.Writable;
        else if (isData) wanted = Flag(machine, from, "writable", wanted & ~PropertyFlags.Accessor, PropertyFlags.Writable);

        if (exists && (flags & PropertyFlags.Configurable) == 0) RequireAllowed(machine, key, flags, wanted, value, current);
        // What is allowed on a built-in changes nothing, and nothing may be written there.
        if (target.Shared) return;
        if (target is JsArray && (key.IsIndex ? wanted != PropertyFlags.Plain : key.Is("length")))
            throw machine.TypeError("Elements and the length of an array cannot be defined with flags or accessors here; use Object.freeze");

        var stored = value ?? current;
        if (isAccessor)
        {
            var old = exists && (flags & PropertyFlags.Accessor) != 0 ? (Accessor)current.Reference! : null;
            machine.Meter.Allocate(32);
            stored = JsValue.Accessor(new Accessor(Function(machine, getter, old?.Getter), Function(machine, setter, old?.Setter)));
        }
        else if (value is null && exists && (flags & PropertyFlags.Accessor) != 0 && isData) stored = JsValue.Undefined;
        target.DefineOwn(machine.Meter, key, stored, wanted);
    }

    public static JsValue Describe(Machine machine, JsObject target, PropertyKey key)
    {
        if (!target.TryGetOwn(key, out var value, out var flags)) return JsValue.Undefined;
        var made = machine.NewObject();
        var meter = machine.Meter;
        if ((flags & PropertyFlags.Accessor) != 0)
        {
            var accessor = (Accessor)value.Reference!;
            made.DefineOwn(meter, PropertyKey.Named("get"), accessor.Getter is { } getter ? getter : JsValue.Undefined);
            made.DefineOwn(meter, PropertyKey.Named("set"), accessor.Setter is { } setter ? setter : JsValue.Undefined);
        }
        else
        {
            made.DefineOwn(meter, PropertyKey.Named("value"), value);
            made.DefineOwn(meter, PropertyKey.Named("writable"), (flags & PropertyFlags.Writable) != 0);
        }
        made.DefineOwn(meter, PropertyKey.Named("enumerable"), (flags & PropertyFlags.Enumerable) != 0);
        made.DefineOwn(meter, PropertyKey.Named("configurable"), (flags & PropertyFlags.Configurable) != 0);
        return made;
    }

    private static void RequireAllowed(Machine machine, PropertyKey key, PropertyFlags flags, PropertyFlags wanted, JsValue? value, JsValue current)
    {
        var changed = flags ^ wanted;
        var same = changed == 0 && (value is not { } given || Equality.Same(machine.Meter, given, current)) && (flags & PropertyFlags.Accessor) == 0;
        var writes = (flags & PropertyFlags.Writable) != 0 && (changed & ~PropertyFlags.Writable) == 0;
        if (!same && !writes) throw machine.TypeError($"Cannot redefine property: {key.Text}");
    }

    private static PropertyFlags Flag(Machine machine, JsObject from, string name, PropertyFlags flags, PropertyFlags flag)
        => Read(machine, from, name) is not { } value ? flags : Conversion.ToBoolean(value) ? flags | flag : flags & ~flag;

    private static JsValue? Read(Machine machine, JsObject from, string name)
    {
        var key = PropertyKey.Named(name);
        return from.Has(machine, key) ? from.Get(machine, key) : (JsValue?)null;
    }

    private static JsFunction? Function(Machine machine, JsValue? value, JsFunction? otherwise) => value switch
    {
        null => otherwise,
        { IsUndefined: true } => null,
        { Reference: JsFunction function } => function,
        _ => throw machine.TypeError($"Getter or setter must be a function: {ErrorText.Name(value.Value)}"),
    };
}
