namespace TopGun.Scripting.Syntax;

/// <summary><c>if</c>, with all its <c>else if</c> in one node: a long chain of them nests no deeper than a short one.</summary>
internal sealed class If(int position, (Expression Condition, Statement Then)[] branches, Statement? otherwise) : Statement(position)
{
    public override void Bind(Binder binder)
    {
        foreach (var (condition, then) in branches)
        {
            binder.Bind(condition);
            binder.Bind(then);
        }
        binder.Bind(otherwise);
    }

    public override Completion Execute(Frame frame)
    {
        foreach (var (condition, then) in branches)
        {
            frame.Meter.Step();
            if (Conversion.ToBoolean(condition.Evaluate(frame))) return then.Execute(frame);
        }
        return otherwise?.Execute(frame) ?? Completion.Normal;
    }
}
