using TopGun.Scripting;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>Compiled scripts by their code, as long as somebody uses them. Safe for many threads at once.</summary>
/// <remarks>After a restart every user of an application registers the same few scripts again; each is compiled once.</remarks>
/// <param name="engine">What compiles them.</param>
internal sealed class ScriptCache(IScriptEngine engine)
{
    private const int LeastSweep = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WeakReference<ICompiledScript>> _scripts = new(StringComparer.Ordinal);
    private int _sweepAt = LeastSweep;

    /// <summary>The script of a code.</summary>
    /// <exception cref="ScriptSyntaxException">It can't be compiled.</exception>
    public ICompiledScript Compile(string code)
    {
        lock (_gate)
        {
            if (_scripts.TryGetValue(code, out var known) && known.TryGetTarget(out var script)) return script;
        }

        // Outside of the lock: two who come with the same new code at once compile it twice, which costs less than others waiting.
        var compiled = engine.Compile(code);
        lock (_gate)
        {
            if (_scripts.Count >= _sweepAt) Sweep_NeedsLock();
            _scripts[code] = new WeakReference<ICompiledScript>(compiled);
        }

        return compiled;
    }

    private void Sweep_NeedsLock()
    {
        foreach (var (code, script) in _scripts)
            if (!script.TryGetTarget(out _)) _scripts.Remove(code);
        _sweepAt = Math.Max(LeastSweep, 2 * _scripts.Count);
    }
}
