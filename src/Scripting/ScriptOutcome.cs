namespace TopGun.Scripting;

/// <summary>How a run of a script ended.</summary>
public enum ScriptOutcome
{
    /// <summary>The script returned; its value may be undefined.</summary>
    Completed,

    /// <summary>The script threw and did not catch, or returned what is not a value.</summary>
    Threw,

    /// <summary>The script went beyond one of its limits. Running it again gives the same answer.</summary>
    LimitExceeded,

    /// <summary>The engine itself failed, which is its own mistake and worth a report; <see cref="ScriptResult.Fault"/> has the exception.</summary>
    Faulted,

    /// <summary>The watchdog ended the run: the machine is in trouble. Running it again may succeed.</summary>
    TimedOut,
}
