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

    /// <summary>The engine with a name; null where this build has none.</summary>
    public static IScriptEngine? Named(string name) => Known.GetValueOrDefault(name)?.Invoke();

    /// <summary>Why there is none with a name, and the cure.</summary>
    public static string WhyNone(string name)
        => $"scriptEngine is \"{name}\"; this build has {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal).Select(known => $"\"{known}\""))}.{(name == "jint" ? " One built with -p:WithJint=true has \"jint\" too." : "")}";
}
