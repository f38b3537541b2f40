namespace TopGun.Scripting.Builtins;

/// <summary>The methods of arrays that change the array.</summary>
internal static class ArrayChanges
{
    public static void Install(JsObject prototype)
    {
        prototype.Method("push", 1, Push);
        prototype.Method("pop", 0, Pop);
        prototype.Method("shift", 0, (machine, self, _) =>
        {
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            if (length == 0)
            {
                Elements.SetLength(machine, target, 0);
                return JsValue.Undefined;
            }
            var first = Elements.Get(machine, target, 0);
            Move(machine, target, 1, 0, length - 1);
            Elements.Delete(machine, target, length - 1);
            Elements.SetLength(machine, target, length - 1);
            return first;
        });
        prototype.Method("unshift", 1, (machine, self, arguments) =>
        {
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            if (arguments.Length > 0)
            {
                Move(machine, target, 0, arguments.Length, length);
                for (var i = 0; i < arguments.Length; i++) Elements.Set(machine, target, i, arguments[i]);
            }
            Elements.SetLength(machine, target, length + arguments.Length);
            return length + arguments.Length;
        });
        prototype.Method("splice", 2, Splice);
        prototype.Method("reverse", 0, (machine, self, _) =>
        {
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            for (var low = 0.0; low < Math.Floor(length / 2); low++)
            {
                var high = length - 1 - low;
                var hasLow = Elements.TryGet(machine, target, low, out var lowItem);
                var hasHigh = Elements.TryGet(machine, target, high, out var highItem);
                if (hasHigh) Elements.Set(machine, target, low, highItem);
                else if (hasLow) Elements.Delete(machine, target, low);
                if (hasLow) Elements.Set(machine, target, high, lowItem);
                else if (hasHigh) Elements.Delete(machine, target, high);
            }
            return target;
        });
        prototype.Method("sort", 1, (machine, self, arguments) =>
        {
            if (!arguments.At(0).IsUndefined && arguments.At(0).Reference is not JsFunction) throw machine.TypeError("The comparison function must be either a function or undefined");
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            var items = new List<JsValue>();
            for (var i = 0.0; i < length; i++)
            {
                if (!Elements.TryGet(machine, target, i, out var item)) continue;
                machine.Meter.Allocate(2 * Meter.SlotBytes);
                items.Add(item);
            }
            MergeSort.Sort(machine, items, arguments.At(0));
            for (var i = 0; i < items.Count; i++) Elements.Set(machine, target, i, items[i]);
            for (double i = items.Count; i < length; i++) Elements.Delete(machine, target, i);
            return target;
        });
        prototype.Method("fill", 1, (machine, self, arguments) =>
        {
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            var end = Conversion.ToRelativeIndex(machine, arguments.At(2), length, length);
            for (var i = Conversion.ToRelativeIndex(machine, arguments.At(1), length, 0); i < end; i++) Elements.Set(machine, target, i, arguments.At(0));
            return target;
        });
        prototype.Method("copyWithin", 2, (machine, self, arguments) =>
        {
            var target = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, target);
            var to = Conversion.ToRelativeIndex(machine, arguments.At(0), length, 0);
            var from = Conversion.ToRelativeIndex(machine, arguments.At(1), length, 0);
            var end = Conversion.ToRelativeIndex(machine, arguments.At(2), length, length);
            Move(machine, target, from, to, Math.Min(end - from, length - to));
            return target;
        });
    }

    private static JsValue Push(Machine machine, JsValue self, JsValue[] arguments)
    {
        var target = Elements.Of(machine, self);
        if (target is JsArray array)
        {
            foreach (var item in arguments)
            {
                machine.Meter.Step();
                array.Add(machine, item);
            }
            return array.Length;
        }
        var length = Elements.LengthOf(machine, target);
        foreach (var item in arguments) Elements.Set(machine, target, length++, item);
        Elements.SetLength(machine, target, length);
        return length;
    }

    private static JsValue Pop(Machine machine, JsValue self, JsValue[] arguments)
    {
        var target = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, target);
        if (length == 0)
        {
            Elements.SetLength(machine, target, 0);
            return JsValue.Undefined;
        }
        var last = Elements.Get(machine, target, length - 1);
        Elements.Delete(machine, target, length - 1);
        Elements.SetLength(machine, target, length - 1);
        return last;
    }

    private static JsValue Splice(Machine machine, JsValue self, JsValue[] arguments)
    {
        var target = Elements.Of(machine, self);
        var length = Elements.LengthOf(machine, target);
        var start = Conversion.ToRelativeIndex(machine, arguments.At(0), length, 0);
        var count = arguments.Length switch
        {
            0 => 0,
            1 => length - start,
            _ => Math.Clamp(Conversion.ToInteger(machine, arguments[1]), 0, length - start),
        };
        var removed = machine.NewArray([]);
        for (var i = 0.0; i < count; i++)
        {
            if (Elements.TryGet(machine, target, start + i, out var item)) Elements.Set(machine, removed, i, item);
        }
        Elements.SetLength(machine, removed, count);
        var added = Math.Max(0, arguments.Length - 2);
        Move(machine, target, start + count, start + added, length - start - count);
        for (var i = length - 1; i >= length - count + added; i--) Elements.Delete(machine, target, i);
        for (var i = 0; i < added; i++) Elements.Set(machine, target, start + i, arguments[i + 2]);
        Elements.SetLength(machine, target, length - count + added);
        return removed;
    }

    // Moves elements, holes included; what overlaps is moved from the right end.
    private static void Move(Machine machine, JsObject target, double from, double to, double count)
    {
        for (var n = 0.0; n < count; n++)
        {
            var offset = from < to ? count - 1 - n : n;
            if (Elements.TryGet(machine, target, from + offset, out var item)) Elements.Set(machine, target, to + offset, item);
            else if (target.Has(machine, Elements.KeyOf(to + offset))) Elements.Delete(machine, target, to + offset);
        }
    }
}
