namespace TopGun.Scripting.Syntax;

/// <summary><c>&amp;&amp;</c>, <c>||</c> or <c>??</c>.</summary>
internal sealed class Logical(int position, LogicalOperator op, Expression left, Expression right) : Expression(position)
{
    public LogicalOperator Operator { get; } = op;

    public override void Bind(Binder binder)
    {
        binder.Bind(left);
        binder.Bind(right);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var value = left.Evaluate(frame);
        return NeedsRight(Operator, value) ? right.Evaluate(frame) : value;
    }

    public static bool NeedsRight(LogicalOperator op, JsValue left) => op switch
    {
        LogicalOperator.And => Conversion.ToBoolean(left),
        LogicalOperator.Or => !Conversion.ToBoolean(left),
        _ => left.IsNullish,
    };
}
