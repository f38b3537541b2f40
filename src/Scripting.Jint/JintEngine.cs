using System.Text;

namespace TopGun.Scripting.Jint;

/// <summary>Runs scripts on Jint, each call in an engine of its own.</summary>
/// <remarks>
/// <para>
/// It refuses the same names as <see cref="Script"/>, and gives and takes values in the same way. What it can't do is meter: Jint
/// counts statements, looks at memory after a statement rather than before an allocation, and measures time. So these holes stay,
/// and whoever sets this engine should trust the authors of the scripts, or run the server in a container with a limit of memory:
/// </para>
/// <list type="bullet">
/// <item>One call of a built-in can allocate some tens of times <see cref="ScriptLimits.Bytes"/> before anything looks: <c>match</c>,
/// <c>Object.assign</c> or spread of a long text. Those known to go further (<c>repeat</c>, <c>replaceAll</c>, <c>join</c>,
/// <c>JSON.stringify</c> and others) are charged before they do.</item>
/// <item>One call of a built-in can take longer than <see cref="ScriptLimits.Watchdog"/>: the clock is looked at between statements.
/// Only regular expressions have a time limit of their own, 50 ms.</item>
/// <item>Recursion through built-ins that no limit counts ends by the stack that it takes. That has been tried with hundreds of scripts,
/// and is no proof: an overflow ends the process.</item>
/// <item>The bill depends on the version of Jint and of the runtime, so two servers do not charge alike: a script near a limit can
/// pass on one and fail on the other.</item>
/// </list>
/// </remarks>
public sealed class JintEngine : IScriptEngine
{
    /// <inheritdoc/>
    public ICompiledScript Compile(string source, int maxSourceBytes = 50 * 1024)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSourceBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSourceBytes, Script.MaxSourceBytes);

        var bytes = Encoding.UTF8.GetByteCount(source);
        if (bytes > maxSourceBytes) throw new ScriptSyntaxException($"Source of {bytes:N0} bytes; at most {maxSourceBytes:N0} are accepted.", 1, 1);
        SourceCheck.Check(source);
        return new JintScript(JintScript.Prepare(source));
    }
}
