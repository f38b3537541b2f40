namespace TopGun.Host;

/// <summary>The program can't do what it was asked to, for a reason that its user can cure.</summary>
/// <param name="message">One line: what is wrong, with its value, and the cure.</param>
/// <param name="inner">What was caught, or null.</param>
internal sealed class StartFailure(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode => 2;
}
