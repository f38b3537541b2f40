namespace TopGun.Scripting.Syntax;

/// <summary>Three dots in front of what is iterated into an array or call, or copied into an object.</summary>
internal sealed class Spread(int position, Expression operand) : Expression(position)
{
    public Expression Operand { get; } = operand;

    public override void Bind(Binder binder) => binder.Bind(Operand);

    public override JsValue Evaluate(Frame frame) => Operand.Evaluate(frame);
}
