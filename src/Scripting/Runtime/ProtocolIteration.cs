namespace TopGun.Scripting.Runtime;

/// <summary>Walks an iterator that a script made.</summary>
internal sealed class ProtocolIteration(JsObject iterator, JsValue next) : Iteration
{
    public override bool NeedsClosing => true;

    public override bool MoveNext(Machine machine, out JsValue item)
    {
        machine.Meter.Step();
        var result = machine.CallValue(next, iterator);
        if (result.Reference is not JsObject step) throw machine.TypeError($"Iterator result {ErrorText.Name(result)} is not an object");
        item = default;
        if (Conversion.ToBoolean(step.Get(machine, PropertyKey.Named("done")))) return false;
        item = step.Get(machine, PropertyKey.Named("value"));
        return true;
    }

    public override void Close(Machine machine)
    {
        var method = iterator.Get(machine, PropertyKey.Named("return"));
        if (method.IsNullish) return;
        if (!machine.CallValue(method, iterator).IsObject) throw machine.TypeError("Iterator result is not an object");
    }
}
