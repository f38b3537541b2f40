namespace TopGun.Scripting.Syntax;

/// <summary><c>a += b</c> and its kin.</summary>
internal sealed class CompoundAssignment(int position, BinaryOperator op, Reference target, Expression value) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(target);
        binder.Bind(value);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        target.Resolve(frame, out var holder, out var key);
        var before = target.Load(frame, holder, key);
        var operand = value.Evaluate(frame);
        frame.Machine.Position = Position;
        var after = Binary.Apply(frame.Machine, op, before, operand);
        target.StoreAt(frame, holder, key, after);
        return after;
    }
}
