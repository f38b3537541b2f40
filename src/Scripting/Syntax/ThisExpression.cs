namespace TopGun.Scripting.Syntax;

/// <summary><c>this</c></summary>
internal sealed class ThisExpression(int position) : Expression(position)
{
    public override void Bind(Binder binder)
    {
    }

    public override JsValue Evaluate(Frame frame)
    {
        var value = frame.This;
        if (!value.IsUninitialised) return value;
        frame.Machine.Position = Position;
        throw frame.Machine.ReferenceError("Must call super constructor in derived class before accessing 'this' or returning from derived constructor");
    }
}
