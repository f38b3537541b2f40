namespace TopGun.Scripting.Syntax;

/// <summary>A loop; it knows the labels that stand in front of it.</summary>
internal abstract class Loop(int position) : Statement(position)
{
    public List<string> Labels { get; } = [];

    /// <summary>Says whether the loop goes on after a round of its body that ended with <paramref name="completion"/>.</summary>
    /// <remarks>When it does not, <paramref name="completion"/> is how the loop itself ends.</remarks>
    protected bool GoesOn(Frame frame, ref Completion completion)
    {
        switch (completion)
        {
            case Completion.Normal: return true;
            case Completion.Continue when IsMine(frame):
                frame.Label = null;
                completion = Completion.Normal;
                return true;
            case Completion.Break when frame.Label is null:
                completion = Completion.Normal;
                return false;
            default: return false;
        }
    }

    private bool IsMine(Frame frame) => frame.Label is null || Labels.Contains(frame.Label);
}
