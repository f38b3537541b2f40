namespace TopGun.Scripting.Syntax;

/// <summary>A constant.</summary>
internal sealed class Literal(int position, JsValue value) : Expression(position)
{
    public JsValue Value { get; } = value;

    public override void Bind(Binder binder)
    {
    }

    public override JsValue Evaluate(Frame frame) => Value;
}
