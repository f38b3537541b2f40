namespace TopGun.Scripting.Syntax;

/// <summary><c>return</c></summary>
internal sealed class Return(int position, Expression? value) : Statement(position)
{
    public override void Bind(Binder binder) => binder.Bind(value);

    public override Completion Execute(Frame frame)
    {
        frame.Result = value?.Evaluate(frame) ?? JsValue.Undefined;
        return Completion.Return;
    }
}
