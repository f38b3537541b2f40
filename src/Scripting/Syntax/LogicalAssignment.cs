namespace TopGun.Scripting.Syntax;

/// <summary><c>a ??= b</c> and its kin.</summary>
internal sealed class LogicalAssignment(int position, LogicalOperator op, Reference target, Expression value) : Expression(position)
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
        if (!Logical.NeedsRight(op, before)) return before;
        var after = value.Evaluate(frame);
        target.StoreAt(frame, holder, key, after);
        return after;
    }
}
