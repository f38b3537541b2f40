namespace TopGun.Scripting.Runtime;

/// <summary>Walks what a built-in makes one by one.</summary>
internal sealed class ListIteration(Func<Machine, JsValue?> next) : Iteration
{
    public override bool MoveNext(Machine machine, out JsValue item)
    {
        machine.Meter.Step();
        var made = next(machine);
        item = made.GetValueOrDefault();
        return made is not null;
    }
}
