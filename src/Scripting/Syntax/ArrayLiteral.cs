namespace TopGun.Scripting.Syntax;

/// <summary>An array in square brackets; a null element is a hole.</summary>
internal sealed class ArrayLiteral(int position, Expression?[] elements) : Expression(position)
{
    public Expression?[] Elements { get; } = elements;

    public override void Bind(Binder binder) => binder.BindAll(Elements);

    public override JsValue Evaluate(Frame frame)
    {
        var meter = frame.Meter;
        meter.Steps(1 + Elements.Length);
        meter.Allocate(Metering.Meter.ObjectBytes + ((long)Metering.Meter.SlotBytes * Elements.Length));
        var items = new JsValue[Elements.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Elements[i] is Spread) return Spread(frame, items, i);
            items[i] = Elements[i]?.Evaluate(frame) ?? JsValue.Hole;
        }
        return new JsArray(items);
    }

    private JsArray Spread(Frame frame, JsValue[] items, int count)
    {
        var array = new JsArray(items, count);
        items.AsSpan(count).Fill(JsValue.Hole);
        for (var i = count; i < Elements.Length; i++)
        {
            if (Elements[i] is not Spread spread)
            {
                array.Add(frame.Machine, Elements[i]?.Evaluate(frame) ?? JsValue.Hole);
                continue;
            }
            var source = spread.Evaluate(frame);
            frame.Machine.Position = spread.Position;
            var iteration = Iteration.Of(frame.Machine, source);
            while (iteration.MoveNext(frame.Machine, out var item)) array.Add(frame.Machine, item);
        }
        return array;
    }
}
