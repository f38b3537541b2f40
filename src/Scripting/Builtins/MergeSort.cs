namespace TopGun.Scripting.Builtins;

/// <summary>A stable sort that asks at most n log n questions, whatever the answers are: comparators may lie.</summary>
internal static class MergeSort
{
    public static void Sort(Machine machine, List<JsValue> items, JsValue comparator)
    {
        if (!comparator.IsUndefined && comparator.Reference is not JsFunction) throw machine.TypeError("The comparison function must be either a function or undefined");
        var meter = machine.Meter;
        meter.Steps(items.Count);
        meter.Allocate(2L * Meter.SlotBytes * items.Count);
        var defined = items.Where(item => !item.IsUndefined).ToArray();
        var undefined = items.Count - defined.Length;
        if (comparator.Reference is JsFunction function)
        {
            Sort(meter, defined, (left, right) => Conversion.ToNumber(machine, machine.Call(function, JsValue.Undefined, [left, right])) is not > 0);
        }
        else
        {
            meter.Allocate(24L * defined.Length);
            var keyed = Array.ConvertAll(defined, item => (Key: Conversion.ToText(machine, item), Item: item));
            Sort(meter, keyed, (left, right) =>
            {
                meter.Scan(Math.Min(left.Key.Length, right.Key.Length));
                return string.CompareOrdinal(left.Key, right.Key) <= 0;
            });
            defined = Array.ConvertAll(keyed, pair => pair.Item);
        }
        items.Clear();
        items.AddRange(defined);
        for (var i = 0; i < undefined; i++) items.Add(JsValue.Undefined);
    }

    // Bottom up: nothing recurses.
    private static void Sort<T>(Meter meter, T[] items, Func<T, T, bool> inOrder)
    {
        var source = items;
        var target = new T[items.Length];
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, items.Length);
                var end = Math.Min(start + (2 * width), items.Length);
                var (left, right) = (start, middle);
                for (var i = start; i < end; i++)
                {
                    meter.Step();
                    var takeLeft = left < middle && (right >= end || inOrder(source[left], source[right]));
                    target[i] = takeLeft ? source[left++] : source[right++];
                }
            }
            (source, target) = (target, source);
        }
        if (!ReferenceEquals(source, items)) source.CopyTo(items, 0);
    }
}
