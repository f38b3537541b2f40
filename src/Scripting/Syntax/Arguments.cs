namespace TopGun.Scripting.Syntax;

/// <summary>Evaluates the arguments of a call.</summary>
internal static class Arguments
{
    public static JsValue[] Evaluate(Frame frame, Expression[] expressions)
    {
        if (expressions.Length == 0) return [];
        frame.Meter.Allocate(24 + ((long)Metering.Meter.SlotBytes * expressions.Length));
        frame.Meter.Steps(expressions.Length);
        var values = new JsValue[expressions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (expressions[i] is Spread) return EvaluateSpread(frame, expressions, values, i);
            values[i] = expressions[i].Evaluate(frame);
        }
        return values;
    }

    private static JsValue[] EvaluateSpread(Frame frame, Expression[] expressions, JsValue[] first, int count)
    {
        var values = new List<JsValue>(first.AsSpan(0, count).ToArray());
        for (var i = count; i < expressions.Length; i++)
        {
            var value = expressions[i].Evaluate(frame);
            if (expressions[i] is not Spread)
            {
                values.Add(value);
                continue;
            }
            frame.Machine.Position = expressions[i].Position;
            var iteration = Iteration.Of(frame.Machine, value);
            while (iteration.MoveNext(frame.Machine, out var item))
            {
                // Twice, because a growing list copies, and once for the array of them.
                frame.Meter.Allocate(Metering.Meter.SlotBytes * 3);
                values.Add(item);
            }
        }
        return [.. values];
    }
}
