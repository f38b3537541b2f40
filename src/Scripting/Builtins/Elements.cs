namespace TopGun.Scripting.Builtins;

/// <summary>Arrays, and what looks like one: a length, and elements by index.</summary>
internal static class Elements
{
    public static JsObject Of(Machine machine, JsValue self)
    {
        switch (self.Reference)
        {
            case JsObject obj: return obj;
            case string text:
                machine.Meter.Steps(text.Length);
                machine.Meter.Allocate((long)Meter.SlotBytes * text.Length);
                return machine.NewArray([.. text.Select(c => (JsValue)CharText.Of(c))]);
            default: throw machine.TypeError($"Array.prototype method called on {ErrorText.Name(self)}");
        }
    }

    public static double LengthOf(Machine machine, JsObject source)
        => source is JsArray array ? array.Length : Conversion.ToLength(machine, source.Get(machine, PropertyKey.Length));

    public static PropertyKey KeyOf(double index) => index < uint.MaxValue ? PropertyKey.At((uint)index) : PropertyKey.Named(NumberText.Format(index));

    public static JsValue Get(Machine machine, JsObject source, double index)
    {
        if (source is JsArray array && index < array.Length)
        {
            var item = array.ItemAt((int)index);
            if (!item.IsHole) return item;
        }
        return source.Get(machine, KeyOf(index));
    }

    /// <summary>Reads an element if there is one, along the prototypes.</summary>
    public static bool TryGet(Machine machine, JsObject source, double index, out JsValue item)
    {
        machine.Meter.Step();
        if (source is JsArray array && index < array.Length)
        {
            item = array.ItemAt((int)index);
            if (!item.IsHole) return true;
        }
        var key = KeyOf(index);
        if (source.Has(machine, key))
        {
            item = source.Get(machine, key);
            return true;
        }
        item = default;
        return false;
    }

    public static void Set(Machine machine, JsObject target, double index, JsValue value)
    {
        machine.Meter.Step();
        Access.Set(machine, target, KeyOf(index), value);
    }

    public static void Delete(Machine machine, JsObject target, double index)
    {
        machine.Meter.Step();
        target.Delete(machine, KeyOf(index));
    }

    public static void SetLength(Machine machine, JsObject target, double length)
    {
        if (length > 9007199254740991) throw machine.TypeError("Array length exceeds 2^53 - 1");
        target.Set(machine, PropertyKey.Length, length);
    }

    /// <summary>All elements, holes as undefined, as a list that is charged.</summary>
    public static List<JsValue> ToList(Machine machine, JsObject source)
    {
        var length = LengthOf(machine, source);
        machine.Meter.Allocate((long)Math.Min(Meter.SlotBytes * length, long.MaxValue / 2));
        var items = new List<JsValue>((int)length);
        for (var i = 0; i < length; i++)
        {
            machine.Meter.Step();
            items.Add(Get(machine, source, i));
        }
        return items;
    }
}
