namespace TopGun.Scripting.Syntax;

/// <summary>The constructor that <c>new</c> was applied to: <c>new.target</c>.</summary>
internal sealed class NewTarget(int position) : Expression(position)
{
    public override void Bind(Binder binder)
    {
    }

    public override JsValue Evaluate(Frame frame) => frame.Owner.NewTarget is { } target ? target : JsValue.Undefined;
}
