namespace TopGun.Scripting;

/// <summary>What turns a source text into a script: the border behind which one engine can stand in for another.</summary>
/// <remarks>
/// There are two. <see cref="Script.Engine"/> is the one that this project is about. The other, of the optional project
/// <c>Scripting.Jint</c>, is for those who want the whole of JavaScript more than they need its limits. Safe for many threads at once.
/// </remarks>
public interface IScriptEngine
{
    /// <summary>Parses the body of a function of one argument, <c>context</c>.</summary>
    /// <param name="source">The body, without a function head.</param>
    /// <param name="maxSourceBytes">The longest source accepted, in bytes of UTF-8; 50 KiB by default, 1 to <see cref="Script.MaxSourceBytes"/>.</param>
    /// <exception cref="ScriptSyntaxException">The text is not valid, or uses what the language leaves out.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSourceBytes"/> is out of its range.</exception>
    ICompiledScript Compile(string source, int maxSourceBytes = 50 * 1024);
}
