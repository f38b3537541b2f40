namespace TopGun.Scripting.Syntax;

/// <summary>An expression.</summary>
internal abstract class Expression(int position) : Node(position)
{
    public abstract JsValue Evaluate(Frame frame);
}
