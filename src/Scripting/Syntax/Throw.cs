namespace TopGun.Scripting.Syntax;

/// <summary><c>throw</c></summary>
internal sealed class Throw(int position, Expression value) : Statement(position)
{
    public override void Bind(Binder binder) => binder.Bind(value);

    public override Completion Execute(Frame frame) => throw frame.Machine.Throw(value.Evaluate(frame), Position);
}
