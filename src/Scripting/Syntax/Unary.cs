namespace TopGun.Scripting.Syntax;

/// <summary>An operator in front of an operand.</summary>
internal sealed class Unary(int position, UnaryOperator op, Expression operand) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        if (op == UnaryOperator.TypeOf && operand is Identifier name) binder.ResolveForTypeOf(name);
        else binder.Bind(operand);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var value = operand.Evaluate(frame);
        frame.Machine.Position = Position;
        return op switch
        {
            UnaryOperator.Not => !Conversion.ToBoolean(value),
            UnaryOperator.Minus => -Conversion.ToNumber(frame.Machine, value),
            UnaryOperator.Plus => Conversion.ToNumber(frame.Machine, value),
            UnaryOperator.BitNot => ~Conversion.ToInt32(Conversion.ToNumber(frame.Machine, value)),
            UnaryOperator.TypeOf => Arithmetic.TypeOf(value),
            _ => JsValue.Undefined,
        };
    }
}
