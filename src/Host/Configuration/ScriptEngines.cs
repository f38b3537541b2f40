using TopGun.Scripting;

namespace TopGun.Host.Configuration;

/// <summary>The engines that the configuration file can name.</summary>
internal static class ScriptEngines
{
    private static readonly Dictionary<string, Func<IScriptEngine>> Known = new(StringComparer.Ordinal)
    {
        ["topgun"] = () => Script.Engine,
#if WITH_JINT
        ["jint"] = () => new Scripting.Jint.JintEngine(),
#endif
    };

    /// <summary>The engine with a name.</summary>
    /// <exception cref="StartFailure">This build has none with that name.</exception>
    public static IScriptEngine Named(string name)
        => Known.TryGetValue(name, out var engine)
            ? engine()
            : throw new StartFailure($"scriptEngine is \"{name}\"; this build has {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal).Select(known => $"\"{known}\""))}.");
}
