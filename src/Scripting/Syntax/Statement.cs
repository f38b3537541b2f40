namespace TopGun.Scripting.Syntax;

/// <summary>A statement.</summary>
internal abstract class Statement(int position) : Node(position)
{
    public abstract Completion Execute(Frame frame);

    /// <summary>Runs statements one after the other; each costs a step.</summary>
    public static Completion ExecuteAll(Statement[] statements, Frame frame)
    {
        foreach (var statement in statements)
        {
            frame.Meter.Step();
            var completion = statement.Execute(frame);
            if (completion != Completion.Normal) return completion;
        }
        return Completion.Normal;
    }
}
