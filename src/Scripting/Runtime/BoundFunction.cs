namespace TopGun.Scripting.Runtime;

/// <summary>A function with its <c>this</c> and first arguments fixed.</summary>
internal sealed class BoundFunction : JsFunction
{
    private readonly JsFunction _target;
    private readonly JsValue _self;
    private readonly JsValue[] _first;

    public BoundFunction(Machine machine, JsFunction target, JsValue self, JsValue[] first)
        : base(target.Prototype)
    {
        _target = target;
        _self = self;
        _first = first;
        // Settled now: asked for later, a chain of bound functions would have to be walked to its end.
        IsConstructor = target.IsConstructor;
        Name = Arithmetic.Concat(machine, "bound ", target.DisplayName);
        ParameterCount = target.TryGetOwn(PropertyKey.Length, out var length, out _) && length.IsNumber ? Math.Max(0, (int)length.AsNumber - first.Length) : 0;
    }

    public override int Nesting => 3;

    public override bool IsConstructor { get; }

    protected override string Name { get; }

    protected override int ParameterCount { get; }

    public JsFunction Innermost(Meter meter)
    {
        JsFunction innermost = this;
        while (innermost is BoundFunction bound)
        {
            meter.Step();
            innermost = bound._target;
        }
        return innermost;
    }

    public override JsValue Invoke(Machine machine, JsValue self, JsValue[] arguments) => machine.Call(_target, _self, Joined(machine, arguments));

    public override JsValue InvokeConstructor(Machine machine, JsValue[] arguments, JsFunction newTarget)
        => machine.Construct(_target, Joined(machine, arguments), ReferenceEquals(newTarget, this) ? _target : newTarget);

    private JsValue[] Joined(Machine machine, JsValue[] arguments)
    {
        machine.Meter.Allocate((long)Meter.SlotBytes * (_first.Length + arguments.Length));
        return [.. _first, .. arguments];
    }
}
