namespace TopGun.Host;

/// <summary>The program can't do what it was asked to, for reasons that its user can cure.</summary>
internal sealed class StartFailure : Exception
{
    /// <summary>One reason.</summary>
    /// <param name="message">One line: what is wrong, with its value, and the cure.</param>
    /// <param name="inner">What was caught, or null.</param>
    public StartFailure(string message, Exception? inner = null)
        : base(message, inner) => Mistakes = [message];

    /// <summary>All reasons, so that nobody cures them one start after the other.</summary>
    /// <param name="mistakes">A line for each.</param>
    /// <param name="inner">What was caught, or null.</param>
    public StartFailure(IEnumerable<string> mistakes, Exception? inner = null)
        : this([.. mistakes], inner)
    {
    }

    private StartFailure(string[] mistakes, Exception? inner)
        : base(string.Join(" ", mistakes), inner) => Mistakes = mistakes;

    /// <summary>A line for each reason.</summary>
    public IReadOnlyList<string> Mistakes { get; }

    /// <summary>What the process ends with.</summary>
    public int ExitCode => 2;
}
