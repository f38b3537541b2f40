namespace TopGun.Scripting.Runtime;

/// <summary>Walks a Map or Set in the order of insertion; what is added meanwhile is walked too.</summary>
internal sealed class TableIteration(JsTable table, IterationKind kind) : Iteration
{
    private int _next;

    public override bool MoveNext(Machine machine, out JsValue item)
    {
        item = default;
        while (_next >= 0 && _next < table.Places)
        {
            machine.Meter.Step();
            if (!table.TryEntryAt(_next++, out var key, out var value)) continue;
            item = kind switch
            {
                IterationKind.Keys => key,
                IterationKind.Values => value,
                _ => machine.NewArray([key, value]),
            };
            return true;
        }
        _next = -1;
        return false;
    }
}
