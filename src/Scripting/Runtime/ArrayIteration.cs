using TopGun.Scripting.Builtins;

namespace TopGun.Scripting.Runtime;

/// <summary>Walks an array, or an object that looks like one; what is appended meanwhile is walked too.</summary>
internal sealed class ArrayIteration(JsObject source, IterationKind kind) : Iteration
{
    private double _next;

    public override bool MoveNext(Machine machine, out JsValue item)
    {
        machine.Meter.Step();
        item = default;
        if (double.IsNaN(_next) || _next >= Elements.LengthOf(machine, source))
        {
            _next = double.NaN;
            return false;
        }
        var index = _next++;
        if (kind == IterationKind.Keys)
        {
            item = index;
            return true;
        }
        item = Elements.Get(machine, source, index);
        if (kind == IterationKind.Entries) item = machine.NewArray([index, item]);
        return true;
    }
}
