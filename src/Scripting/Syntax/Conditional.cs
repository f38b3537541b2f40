namespace TopGun.Scripting.Syntax;

/// <summary><c>a ? b : c</c></summary>
internal sealed class Conditional(int position, Expression condition, Expression whenTrue, Expression whenFalse) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(condition);
        binder.Bind(whenTrue);
        binder.Bind(whenFalse);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        return Conversion.ToBoolean(condition.Evaluate(frame)) ? whenTrue.Evaluate(frame) : whenFalse.Evaluate(frame);
    }
}
