using TopGun.Core.Values;

namespace TopGun.Scripting;

/// <summary>A function of the host that a script can call.</summary>
/// <remarks>
/// It runs on the script's thread and must return promptly: the watchdog cannot look while it runs. It must give equal
/// answers for equal arguments within one run, or the script's answers are not repeatable either.
/// </remarks>
/// <param name="name">The name that the script sees.</param>
/// <param name="steps">What a call costs on top of an ordinary one, in steps; 0 or more.</param>
/// <param name="call">
/// Answers a call. It gets every argument that the script passed, null for undefined; what is no value (a function, a cycle)
/// is a TypeError in the script before the host is asked. What it throws ends the run and passes through to its caller.
/// </param>
public sealed class ScriptHostFunction(string name, int steps, Func<IReadOnlyList<Value?>, ScriptInput> call)
{
    /// <summary>The name that the script sees.</summary>
    public string Name { get; } = name;

    /// <summary>What a call costs on top of an ordinary one, in steps.</summary>
    public int Steps { get; } = steps >= 0 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), steps, "A call costs 0 steps or more.");

    internal ScriptInput Call(IReadOnlyList<Value?> arguments) => call(arguments);
}
