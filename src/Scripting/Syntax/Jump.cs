namespace TopGun.Scripting.Syntax;

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed class Jump(int position, Completion completion, string? label) : Statement(position)
{
    public override void Bind(Binder binder)
    {
    }

    public override Completion Execute(Frame frame)
    {
        frame.Label = label;
        return completion;
    }
}
