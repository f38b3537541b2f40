namespace TopGun.Scripting.Builtins;

/// <summary>The methods of arrays that make another array.</summary>
internal static class ArrayCopies
{
    /// <summary>How deep <c>flat</c> goes at most; <c>Infinity</c> means this.</summary>
    private const double MaxFlatDepth = 1_000;

    public static void Install(JsObject prototype)
    {
        prototype.Method("slice", 2, (machine, self, arguments) =>
        {
            var source = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, source);
            var start = Conversion.ToRelativeIndex(machine, arguments.At(0), length, 0);
            var end = Conversion.ToRelativeIndex(machine, arguments.At(1), length, length);
            var made = JsArray.OfLength(machine.Meter, ArraySearches.RequireArrayLength(machine, Math.Max(0, end - start)));
            for (var i = start; i < end; i++)
                if (Elements.TryGet(machine, source, i, out var item)) made.SetIndex(machine, (uint)(i - start), item);
            return made;
        });
        prototype.Method("concat", 1, (machine, self, arguments) =>
        {
            var made = machine.NewArray([]);
            Append(machine, made, self);
            foreach (var argument in arguments) Append(machine, made, argument);
            return made;
        });
        prototype.Method("flat", 0, (machine, self, arguments) =>
        {
            var depth = arguments.At(0).IsUndefined ? 1 : Conversion.ToInteger(machine, arguments.At(0));
            var made = machine.NewArray([]);
            Flatten(machine, made, Elements.Of(machine, self), Math.Min(depth, MaxFlatDepth));
            return made;
        });
        prototype.Method("flatMap", 1, (machine, self, arguments) =>
        {
            var source = Elements.Of(machine, self);
            var length = Elements.LengthOf(machine, source);
            var callback = arguments.Callback(machine, 0);
            var made = machine.NewArray([]);
            for (var i = 0.0; i < length; i++)
            {
                if (!Elements.TryGet(machine, source, i, out var item)) continue;
                var result = machine.Call(callback, arguments.At(1), [item, i, source]);
                if (result.Reference is JsArray inner) Flatten(machine, made, inner, 0);
                else made.Add(machine, result);
            }
            return made;
        });
        prototype.Method("toReversed", 0, (machine, self, _) =>
        {
            var items = Elements.ToList(machine, Elements.Of(machine, self));
            items.Reverse();
            return machine.NewArray(items);
        });
        prototype.Method("toSorted", 1, (machine, self, arguments) =>
        {
            if (!arguments.At(0).IsUndefined && arguments.At(0).Reference is not JsFunction) throw machine.TypeError("The comparison function must be either a function or undefined");
            var items = Elements.ToList(machine, Elements.Of(machine, self));
            MergeSort.Sort(machine, items, arguments.At(0));
            return machine.NewArray(items);
        });
        prototype.Method("toSpliced", 2, (machine, self, arguments) =>
        {
            var items = Elements.ToList(machine, Elements.Of(machine, self));
            var start = (int)Conversion.ToRelativeIndex(machine, arguments.At(0), items.Count, 0);
            var count = arguments.Length switch
            {
                0 => 0,
                1 => items.Count - start,
                _ => (int)Math.Clamp(Conversion.ToInteger(machine, arguments[1]), 0, items.Count - start),
            };
            items.RemoveRange(start, count);
            machine.Meter.Allocate((long)Meter.SlotBytes * (items.Count + arguments.Length));
            if (arguments.Length > 2) items.InsertRange(start, arguments[2..]);
            return machine.NewArray(items);
        });
        prototype.Method("with", 2, (machine, self, arguments) =>
        {
            var items = Elements.ToList(machine, Elements.Of(machine, self));
            var index = Conversion.ToInteger(machine, arguments.At(0));
            if (index < 0) index += items.Count;
            if (index < 0 || index >= items.Count) throw machine.RangeError("Invalid index : " + NumberText.Format(index));
            items[(int)index] = arguments.At(1);
            return machine.NewArray(items);
        });
    }

    private static void Append(Machine machine, JsArray made, JsValue value)
    {
        if (value.Reference is not JsArray source)
        {
            made.Add(machine, value);
            return;
        }
        double start = made.Length;
        var length = source.Length;
        made.SetLength(machine, start + length);
        for (var i = 0; i < length; i++)
            if (Elements.TryGet(machine, source, i, out var item)) made.SetIndex(machine, (uint)(start + i), item);
    }

    private static void Flatten(Machine machine, JsArray made, JsObject source, double depth)
    {
        machine.Meter.Enter(2);
        var length = Elements.LengthOf(machine, source);
        for (var i = 0.0; i < length; i++)
        {
            if (!Elements.TryGet(machine, source, i, out var item)) continue;
            if (depth > 0 && item.Reference is JsArray inner) Flatten(machine, made, inner, depth - 1);
            else made.Add(machine, item);
        }
        machine.Meter.Leave(2);
    }
}
