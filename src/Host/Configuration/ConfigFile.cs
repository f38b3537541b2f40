using System.Text.Json;
using System.Text.Json.Serialization;
using TopGun.Scripting;
using TopGun.Server.Resolvers;

namespace TopGun.Host.Configuration;

/// <summary>The configuration file of the server: JSON, where comments and commas at the end of lists are allowed.</summary>
internal sealed record ConfigFile
{
    // Settable throughout: the generated reader gives up the default of a property that can only be initialised.

    // A resolver is a few lines, and its code stands in a file of its own.
    private const int MaxBytes = 1 << 20;

    /// <summary>The conflict resolvers of each map, by the map's name.</summary>
    public Dictionary<string, List<ResolverEntry?>?> Resolvers { get; set; } = [];

    /// <summary>What one call of a script may use up; what is not named keeps its default.</summary>
    public ScriptLimitsEntry ScriptLimits { get; set; } = new();

    /// <summary>How much of one core the resolvers of one map may take in the long run, 0.01 to 1; the default when left out.</summary>
    public double? TimeShare { get; set; }

    /// <summary>How clients may register resolvers; what is not named keeps its default.</summary>
    public RegisteringEntry Registering { get; set; } = new();

    /// <summary>What runs the scripts: topgun, or jint in a server that was built with it.</summary>
    public string ScriptEngine { get; set; } = "topgun";

    /// <summary>Options of the server by their names in docs/OPERATIONS.md, such as <c>{ "limits": { "opsPerSecond": 1000 } }</c>.</summary>
    public JsonElement? Server { get; set; }

    /// <summary>The directory of the file; relative paths in it begin there.</summary>
    [JsonIgnore]
    public string Directory { get; set; } = ".";

    /// <summary>Reads a file.</summary>
    /// <exception cref="StartFailure">It can't be read, or says something that is not known.</exception>
    public static ConfigFile Read(string path)
    {
        try
        {
            var size = new FileInfo(path).Length;
            if (size > MaxBytes) throw new StartFailure($"The configuration file {path} has {size:N0} bytes; at most {MaxBytes:N0} are accepted.");
            if (size == 0) throw new StartFailure($"The configuration file {path} is empty; an object like {{ \"resolvers\": {{}} }} is expected.");
            using var file = File.OpenRead(path);
            var config = JsonSerializer.Deserialize(file, ConfigJson.Default.ConfigFile)
                ?? throw new StartFailure($"The configuration file {path} holds null; an object like {{ \"resolvers\": {{}} }} is expected.");
            return config with { Directory = Path.GetDirectoryName(Path.GetFullPath(path))! };
        }
        catch (JsonException mistake)
        {
            // Its lines count from 0. The path names the setting.
            throw new StartFailure($"The configuration file {path} is wrong at line {mistake.LineNumber + 1}, {mistake.Path}: {JsonMistakes.Words(mistake)}", mistake);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"The configuration file {path} can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>The options of the server that the file names, each with its value as text.</summary>
    public Dictionary<string, string?> ServerOptions()
    {
        Dictionary<string, string?> options = new(StringComparer.OrdinalIgnoreCase);
        if (Server is { } server) Add(options, string.Empty, server);
        return options;
    }

    private static void Add(Dictionary<string, string?> options, string name, JsonElement value)
    {
        var prefix = name.Length == 0 ? name : name + ":";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Add(options, prefix + member.Name, member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index()) Add(options, prefix + index, item);
                break;
            default:
                options[name] = value.ValueKind == JsonValueKind.Null ? null : value.ToString();
                break;
        }
    }

    /// <summary>Gives its resolvers to a server; mistakes in them are reported when that starts, all together.</summary>
    public void AddTo(ServerResolvers resolvers)
    {
        if (TimeShare is { } share) resolvers.TimeShare = share;
        resolvers.ScriptLimits = ScriptLimits.Over(Scripting.ScriptLimits.Default);
        foreach (var mistake in Registering.AddTo(resolvers.Registering)) resolvers.AddMistake(mistake);
        if (ScriptEngines.Named(ScriptEngine) is { } engine) resolvers.Engine = engine;
        else resolvers.AddMistake(ScriptEngines.WhyNone(ScriptEngine));
        foreach (var (map, entries) in Resolvers)
        {
            if (entries is null) resolvers.AddMistake($"resolvers.{map} is null; a list of resolvers is expected.");
            for (var i = 0; i < (entries?.Count ?? 0); i++) Add(entries![i], resolvers, map, $"resolvers.{map}[{i}]");
        }
    }

    private void Add(ResolverEntry? entry, ServerResolvers resolvers, string map, string where)
    {
        string[] mistakes = entry is null ? [$"{where} is null; an object like {{ \"builtIn\": \"LWW\" }} is expected."] : [.. entry.Mistakes(where)];
        foreach (var mistake in mistakes) resolvers.AddMistake(mistake);
        if (mistakes.Length == 0) entry!.AddTo(resolvers, map, Directory);
    }
}
