namespace TopGun.Scripting;

/// <summary>The limits that a run can exceed.</summary>
public enum ScriptLimit
{
    /// <summary><see cref="ScriptLimits.Steps"/>.</summary>
    Steps,

    /// <summary><see cref="ScriptLimits.Bytes"/>.</summary>
    Bytes,

    /// <summary><see cref="ScriptLimits.CallDepth"/>, or expressions nested too deep inside of the calls.</summary>
    CallDepth,

    /// <summary><see cref="ScriptLimits.ResultBytes"/>, or a result nested too deep.</summary>
    ResultBytes,
}
