namespace TopGun.Scripting.Syntax;

/// <summary>A lone semicolon.</summary>
internal sealed class Empty(int position) : Statement(position)
{
    public override void Bind(Binder binder)
    {
    }

    public override Completion Execute(Frame frame) => Completion.Normal;
}
