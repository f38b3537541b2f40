namespace TopGun.Scripting.Syntax;

/// <summary>An expression for its effect.</summary>
internal sealed class ExpressionStatement(int position, Expression expression) : Statement(position)
{
    public override void Bind(Binder binder) => binder.Bind(expression);

    public override Completion Execute(Frame frame)
    {
        expression.Evaluate(frame);
        return Completion.Normal;
    }
}
