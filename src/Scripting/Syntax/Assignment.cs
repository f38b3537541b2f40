namespace TopGun.Scripting.Syntax;

/// <summary><c>a = b</c>, where a may be a pattern.</summary>
internal sealed class Assignment(int position, Target target, Expression value) : Expression(position)
{
    public Target Target { get; } = target;

    public Expression Value { get; } = value;

    public override void Bind(Binder binder)
    {
        binder.Bind(Target);
        binder.Bind(Value);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        if (Target is Reference reference)
        {
            reference.Resolve(frame, out var holder, out var key);
            var assigned = Value.Evaluate(frame);
            reference.StoreAt(frame, holder, key, assigned);
            return assigned;
        }
        var value = Value.Evaluate(frame);
        Target.Store(frame, value, Storing.Assign);
        return value;
    }
}
