namespace TopGun.Scripting.Syntax;

/// <summary><c>a, b</c></summary>
internal sealed class Sequence(int position, Expression[] expressions) : Expression(position)
{
    public override void Bind(Binder binder) => binder.BindAll(expressions);

    public override JsValue Evaluate(Frame frame)
    {
        var last = JsValue.Undefined;
        foreach (var expression in expressions)
        {
            frame.Meter.Step();
            last = expression.Evaluate(frame);
        }
        return last;
    }
}
