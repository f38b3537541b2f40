namespace TopGun.Scripting;

/// <summary>A script that an <see cref="IScriptEngine"/> made ready. Immutable: it may run on many threads at once, and no run can see another.</summary>
public interface ICompiledScript
{
    /// <summary>Runs the body once.</summary>
    /// <param name="context">What the script sees as <c>context</c>.</param>
    /// <param name="limits">What the run may use up; <see cref="ScriptLimits.Default"/> when null.</param>
    /// <param name="time">The clock of the watchdog; the system's when null.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>
    /// How the run ended. Whatever the script does is a result, never an exception; an exception of a host function,
    /// though, passes through unchanged, and the script cannot catch it.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="limits"/> are out of their ranges.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while the script ran.</exception>
    ScriptResult Run(
        ScriptContext context, ScriptLimits? limits = null, TimeProvider? time = null, CancellationToken cancellationToken = default);
}
