namespace TopGun.Scripting.Builtins;

/// <summary>The methods of arrays that look and leave the array as it is.</summary>
internal static class ArraySearches
{
    public static void Install(JsObject prototype)
    {
        prototype.Method("includes", 1, (machine, self, arguments) => Find(machine, self, arguments, Equality.SameOrZero, holes: true) >= 0);
        prototype.Method("indexOf", 1, (machine, self, arguments) => Find(machine, self, arguments, Equality.Strict, holes: false));
        prototype.Method("lastIndexOf", 1, LastIndexOf);
        prototype.Method("find", 1, (machine, self, arguments) => FindBy(machine, self, arguments, fromEnd: false).Item);
        prototype.Method("findIndex", 1, (machine, self, arguments) => FindBy(machine, self, arguments, fromEnd: false).Index);
        prototype.Method("findLast", 1, (machine, self, arguments) => FindBy(machine, self, arguments, fromEnd: true).Item);
        prototype.Method("findLastIndex", 1, (machine, self, arguments) => FindBy(machine, self, arguments, fromEnd: true).Index);
        prototype.Method("some", 1, (machine, self, arguments) => Any(machine, self, arguments, wanted: true));
        prototype.Method("every", 1, (machine, self, arguments) => !Any(machine, self, arguments, wanted: false));
        prototype.Method("forEach", 1, (machine, self, arguments) =>
        {
            Walk(machine, self, arguments, (_, _, _) => true);
            return JsValue.Undefined;
        });
        prototype.Method("map", 1, (machine, self, arguments) =>
        {
            var source = Elements.Of(machine, self);
            var made = JsArray.OfLength(machine.Meter, RequireArrayLength(machine, Elements.LengthOf(machine, source)));
            Walk(machine, source, arguments, (index, _, result) =>
            {
                made.SetIndex(machine, (uint)index, result);
                return true;
            });
            return made;
        });
        prototype.Method("filter", 1, (machine, self, arguments) =>
        {
            var made = machine.NewArray([]);
            Walk(machine, self, arguments, (_, item, result) =>
            {
                if (Conversion.ToBoolean(result)) made.Add(machine, item);
                return true;
            });
            return made;
        });
        prototype.Method("reduce", 1, (machine, self, arguments) => Reduce(machine, self, arguments, fromEnd: false));
        prototype.Method("reduceRight", 1, (machine, self, arguments) => Reduce(machine, self, arguments, fromEnd: true));
        prototype.Method("at", 1, (machine, self, arguments) =>
        {
            var source = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, source);
            var index = Conversion.ToInteger(machine, arguments.At(0));
            if (index < 0) index += length;
            return index < 0 || index >= length ? JsValue.Undefined : Elements.Get(machine, source, index);
        });
        prototype.Method("join", 1, (machine, self, arguments) => Join(machine, self, arguments.At(0)));
        prototype.Method("toString", 0, (machine, self, _) => Join(machine, self, JsValue.Undefined));
    }

    public static double RequireArrayLength(Machine machine, double length)
        => length <= uint.MaxValue ? length : throw machine.RangeError("Invalid array length");

    private static JsValue Join(Machine machine, JsValue self, JsValue separator)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        var between = separator.IsUndefined ? "," : Conversion.ToText(machine, separator);
        var text = new MeteredText(machine.Meter);
        for (var i = 0; i < length; i++)
        {
            machine.Meter.Step();
            if (i > 0) text.Append(between);
            var item = Elements.Get(machine, source, i);
            if (!item.IsNullish) text.Append(Conversion.ToText(machine, item));
        }
        return text.Build();
    }

    private static double Find(Machine machine, JsValue self, JsValue[] arguments, Func<Meter, JsValue, JsValue, bool> same, bool holes)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        for (var i = Conversion.ToRelativeIndex(machine, arguments.At(1), length, 0); i < length; i++)
            if ((Elements.TryGet(machine, source, i, out var item) || holes) && same(machine.Meter, item, arguments.At(0))) return i;
        return -1;
    }

    private static JsValue LastIndexOf(Machine machine, JsValue self, JsValue[] arguments)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        var from = arguments.Length > 1 ? Conversion.ToInteger(machine, arguments[1]) : length - 1;
        for (var i = from < 0 ? length + from : Math.Min(from, length - 1); i >= 0; i--)
            if (Elements.TryGet(machine, source, i, out var item) && Equality.Strict(machine.Meter, item, arguments.At(0))) return i;
        return -1;
    }

    private static (double Index, JsValue Item) FindBy(Machine machine, JsValue self, JsValue[] arguments, bool fromEnd)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        var callback = arguments.Callback(machine, 0);
        for (var n = 0.0; n < length; n++)
        {
            var i = fromEnd ? length - 1 - n : n;
            machine.Meter.Step();
            var item = Elements.Get(machine, source, i);
            if (Conversion.ToBoolean(machine.Call(callback, arguments.At(1), [item, i, source]))) return (i, item);
        }
        return (-1, JsValue.Undefined);
    }

    private static bool Any(Machine machine, JsValue self, JsValue[] arguments, bool wanted)
    {
        var found = false;
        Walk(machine, self, arguments, (_, _, result) => !(found = Conversion.ToBoolean(result) == wanted));
        return found;
    }

    // Calls back for every element that is there, until what is done with the answer says stop.
    private static void Walk(Machine machine, JsValue self, JsValue[] arguments, Func<double, JsValue, JsValue, bool> goOn)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        var callback = arguments.Callback(machine, 0);
        for (var i = 0.0; i < length; i++)
        {
            if (!Elements.TryGet(machine, source, i, out var item)) continue;
            machine.Meter.Allocate(72);
            if (!goOn(i, item, machine.Call(callback, arguments.At(1), [item, i, source]))) return;
        }
    }

    private static JsValue Reduce(Machine machine, JsValue self, JsValue[] arguments, bool fromEnd)
    {
        var source = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, source);
        var callback = arguments.Callback(machine, 0);
        var started = arguments.Length > 1;
        var total = arguments.At(1);
        for (var n = 0.0; n < length; n++)
        {
            var i = fromEnd ? length - 1 - n : n;
            if (!Elements.TryGet(machine, source, i, out var item)) continue;
            machine.Meter.Allocate(88);
            total = started ? machine.Call(callback, JsValue.Undefined, [total, item, i, source]) : item;
            started = true;
        }
        return started ? total : throw machine.TypeError("Reduce of empty array with no initial value");
    }
}
