namespace TopGun.Scripting.Runtime;

/// <summary>The iterator objects of the built-ins.</summary>
internal sealed class JsIterator(Iteration iteration) : JsObject(Intrinsics.IteratorPrototype)
{
    public Iteration Iteration { get; } = iteration;

    public override string ClassName => "Iterator";

    public static JsIterator Make(Machine machine, Iteration iteration)
    {
        machine.Meter.Allocate(Meter.ObjectBytes + 40);
        return new JsIterator(iteration);
    }
}
