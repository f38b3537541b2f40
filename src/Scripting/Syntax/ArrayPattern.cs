namespace TopGun.Scripting.Syntax;

/// <summary><c>[a, , b, ...c]</c>; a null element skips one.</summary>
internal sealed class ArrayPattern(int position, Target?[] elements, Target? rest) : Pattern(position)
{
    public override void Bind(Binder binder)
    {
        binder.BindAll(elements);
        binder.Bind(rest);
    }

    public override void RequireNames(Action<Target> check)
    {
        foreach (var element in elements)
            if (element is not null) check(element);
        if (rest is not null) check(rest);
    }

    public override void CollectNames(List<Identifier> names)
    {
        foreach (var element in elements) element?.CollectNames(names);
        rest?.CollectNames(names);
    }

    public override void Store(Frame frame, JsValue value, Storing storing)
    {
        var machine = frame.Machine;
        machine.Position = Position;
        frame.Meter.Steps(1 + elements.Length);
        var iteration = Iteration.Of(machine, value);
        var more = true;
        var state = new CallState(frame);
        JsThrow? thrown = null;
        try
        {
            foreach (var element in elements)
            {
                var item = JsValue.Undefined;
                more = more && Next(machine, iteration, ref more, out item);
                element?.Store(frame, item, storing);
            }
            if (rest is not null)
            {
                var items = machine.NewArray([]);
                while (more && Next(machine, iteration, ref more, out var item)) items.Add(machine, item);
                more = false;
                rest.Store(frame, items, storing);
            }
        }
        catch (JsThrow exception) when (more && iteration.NeedsClosing)
        {
            state.Restore(frame);
            thrown = exception;
        }
        if (thrown is not null)
        {
            iteration.CloseQuietly(machine);
            throw machine.Throw(thrown.Value, thrown.Position);
        }
        if (more) iteration.Close(machine);
    }

    // An iterator that throws is done: it must not be closed as well.
    private static bool Next(Machine machine, Iteration iteration, ref bool more, out JsValue item)
    {
        more = false;
        return more = iteration.MoveNext(machine, out item);
    }
}
