namespace TopGun.Scripting.Syntax;

/// <summary>A statement with a label in front.</summary>
internal sealed class Labelled(int position, string label, Statement body) : Statement(position)
{
    public override void Bind(Binder binder) => binder.Bind(body);

    public override Completion Execute(Frame frame)
    {
        var completion = body.Execute(frame);
        if (completion != Completion.Break || frame.Label != label) return completion;
        frame.Label = null;
        return Completion.Normal;
    }
}
