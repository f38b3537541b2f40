namespace TopGun.Scripting.Syntax;

/// <summary>A chain with <c>?.</c> in it. Inside, a hole says that the chain was cut short.</summary>
internal sealed class OptionalChain(int position, Expression chain) : Expression(position)
{
    public override void Bind(Binder binder) => binder.Bind(chain);

    public override JsValue Evaluate(Frame frame) => chain.Evaluate(frame).OrUndefinedIfHole();
}
