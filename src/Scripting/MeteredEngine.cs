namespace TopGun.Scripting;

/// <summary><see cref="Script.Compile"/> behind the border.</summary>
internal sealed class MeteredEngine : IScriptEngine
{
    /// <inheritdoc/>
    public ICompiledScript Compile(string source, int maxSourceBytes = 50 * 1024) => Script.Compile(source, maxSourceBytes);
}
