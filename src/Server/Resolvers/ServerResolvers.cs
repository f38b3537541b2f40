using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Scripting;

namespace TopGun.Server.Resolvers;

/// <summary>The conflict resolvers that a server's own configuration gives to its maps; no client can replace or remove them.</summary>
/// <remarks>What is wrong with them is reported when the application starts, all mistakes together.</remarks>
public sealed class ServerResolvers
{
    private readonly Dictionary<string, List<IResolver>> _maps = new(StringComparer.Ordinal);
    private readonly List<string> _mistakes = [];

    /// <summary>What one call of a script may use up. It holds for the scripts that are added after it was set.</summary>
    /// <value><see cref="ScriptLimits.Default"/> by default.</value>
    public ScriptLimits ScriptLimits { get; set; } = ScriptLimits.Default;

    /// <summary>What runs the scripts. It holds for the scripts that are added after it was set.</summary>
    /// <value><see cref="Script.Engine"/> by default; docs/RESOLVER-LANGUAGE.md says what another one changes.</value>
    public IScriptEngine Engine
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }
    = Script.Engine;

    /// <summary>How clients may register resolvers of their own.</summary>
    public RegisteringOptions Registering { get; } = new();

    /// <summary>How much of one core the scripts of one map may take in the long run. A map that takes more waits, with RATE_LIMITED, and the others do not.</summary>
    /// <value>0.1 by default; 0.01 to 1. A script of usual size takes some microseconds, so a map reaches this at many thousand writes a second.</value>
    public double TimeShare { get; set; } = 0.1;

    /// <summary>Adds a resolver, a built-in one for instance.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="resolver">The resolver; safe for many threads at once.</param>
    public void Add(string map, IResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        if (WhyNoMap(map) is { } wrong) _mistakes.Add(wrong);
        else if (ResolverChain.WhyInvalid(resolver) is { } reason) _mistakes.Add($"Map {map}: {reason}");
        else if (DefinitionRules.ControlIn(resolver.Name) is >= 0 and var at)
            _mistakes.Add($"Map {map}: a resolver has the control character U+{(int)resolver.Name[at]:X4} at place {at} of its name; none is accepted.");
        else if (resolver.BuiltIn is { Kind: BuiltInKind.VersionIncrement, Fields.Count: > 1 and var fields })
            _mistakes.Add($"Map {map}: resolver {resolver.Name} counts up {fields} fields; {BuiltInKind.VersionIncrement} takes one.");
        else if (ResolversOf(map).Exists(known => known.Name == resolver.Name)) _mistakes.Add($"Map {map}: there are two resolvers with the name {resolver.Name}.");
        else ResolversOf(map).Add(resolver);
    }

    /// <summary>Adds a built-in resolver by its name.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="kind">One of <see cref="BuiltInResolvers.Kinds"/>.</param>
    /// <param name="options">What can be set of it.</param>
    /// <param name="mayBeRemoved">For FIRST_WRITE_WINS only; see <see cref="BuiltInResolvers.FirstWriteWins"/>.</param>
    public void AddBuiltIn(string map, string kind, BuiltInOptions? options = null, bool mayBeRemoved = false)
    {
        options ??= new BuiltInOptions();
        if (!CheckKeys(map, options.Name ?? kind, options.KeyPattern)) return;
        if (BuiltInResolvers.OfKind(kind, options, mayBeRemoved) is { } resolver) Add(map, resolver);
        else _mistakes.Add($"Map {map}: there is no built-in resolver {kind}; {string.Join(", ", BuiltInResolvers.Kinds)} are known.");
    }

    /// <summary>Adds a resolver made of a function.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="name">Its name within the map: 1 to 100 characters.</param>
    /// <param name="resolve">Judges a write; see <see cref="IResolver.Resolve"/>. What it throws refuses the write.</param>
    /// <param name="priority">Its place among the resolvers of a key, 0 to 100; the highest is asked first.</param>
    /// <param name="keyPattern">The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one; 1 to 256 characters.</param>
    public void Add(string map, string name, Func<ResolverContext, ResolverDecision> resolve, int priority = 50, string keyPattern = "*")
    {
        ArgumentNullException.ThrowIfNull(resolve);
        if (CheckKeys(map, name, keyPattern)) Add(map, new DelegateResolver(name, priority, new KeyPattern(keyPattern), resolve));
    }

    /// <summary>Adds a resolver made of a function that sees the application's own type.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="name">Its name within the map: 1 to 100 characters.</param>
    /// <param name="read">Reads a value; what it throws refuses the write, so a value that is none of the type never gets in.</param>
    /// <param name="resolve">Judges a write; see <see cref="IResolver.Resolve"/>. What it throws refuses the write.</param>
    /// <param name="priority">Its place among the resolvers of a key, 0 to 100; the highest is asked first.</param>
    /// <param name="keyPattern">The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one; 1 to 256 characters.</param>
    public void Add<T>(
        string map, string name, Func<Value, T> read, Func<ResolverContext<T>, ResolverDecision> resolve, int priority = 50, string keyPattern = "*")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(resolve);
        Add(map, name, context => resolve(new ResolverContext<T>(context, read)), priority, keyPattern);
    }

    /// <summary>Adds a resolver written in JavaScript: the body of a function of <c>context</c>.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="name">Its name within the map: 1 to 100 characters.</param>
    /// <param name="code">The body, at most 50 KiB of UTF-8.</param>
    /// <param name="priority">Its place among the resolvers of a key, 0 to 100; the highest is asked first.</param>
    /// <param name="keyPattern">The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one; 1 to 256 characters.</param>
    public void AddScript(string map, string name, string code, int priority = 50, string keyPattern = "*")
    {
        if (CheckKeys(map, name, keyPattern)) Compile(map, name, $"resolver {name}", code, priority, keyPattern);
    }

    /// <summary>Adds a resolver whose JavaScript is in a file, which is read now.</summary>
    /// <param name="map">The map's name; no pattern.</param>
    /// <param name="path">The file, in UTF-8, at most 50 KiB.</param>
    /// <param name="priority">Its place among the resolvers of a key, 0 to 100; the highest is asked first.</param>
    /// <param name="keyPattern">The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one; 1 to 256 characters.</param>
    /// <param name="name">Its name within the map: 1 to 100 characters; null for the file's name without its ending.</param>
    public void AddScriptFile(string map, string path, int priority = 50, string keyPattern = "*", string? name = null)
    {
        name ??= Path.GetFileNameWithoutExtension(path);
        if (!CheckKeys(map, name, keyPattern)) return;
        try
        {
            Compile(map, name, path, File.ReadAllText(path), priority, keyPattern);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _mistakes.Add($"Map {map}, {path}: it can't be read. {failure.Message}");
        }
    }

    /// <summary>Adds what is wrong with a configuration that resolvers are read from, to be reported with everything else when the application starts.</summary>
    /// <param name="mistake">A sentence that names the setting, its value and what is accepted.</param>
    public void AddMistake(string mistake)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mistake);
        _mistakes.Add(mistake);
    }

    /// <summary>Everything that is wrong with what was added.</summary>
    internal IEnumerable<string> Mistakes => _mistakes
        .Concat(ScriptLimits.Validate().Select(mistake => $"TopGun:Resolvers:ScriptLimits: {mistake}"))
        .Concat(TimeShare is >= 0.01 and <= 1 ? [] : [FormattableString.Invariant($"TopGun:Resolvers:TimeShare is {TimeShare}; 0.01 to 1 are valid.")])
        .Concat(Registering.Mistakes());

    /// <summary>The resolvers of each map that has any.</summary>
    internal IEnumerable<KeyValuePair<string, ResolverChain>> Chains()
        => _maps.Where(map => map.Value.Count > 0).Select(map => KeyValuePair.Create(map.Key, new ResolverChain(map.Value)));

    private void Compile(string map, string name, string where, string code, int priority, string keyPattern)
    {
        try
        {
            var script = Engine.Compile(code);
            Add(map, new ScriptResolver(name, priority, new KeyPattern(keyPattern), ResolverOrigin.Server, script, ScriptLimits));
        }
        catch (ScriptSyntaxException mistake)
        {
            _mistakes.Add($"Map {map}, {where}: line {mistake.Line}, column {mistake.Column}: {mistake.Message}");
        }
    }

    private bool CheckKeys(string map, string name, string keyPattern)
    {
        if (KeyPattern.IsValid(keyPattern)) return true;
        _mistakes.Add($"Map {map}: resolver {name} has a key pattern of {keyPattern?.Length ?? 0} characters; 1 to {KeyPattern.MaxLength} are accepted.");
        return false;
    }

    private static string? WhyNoMap(string map)
    {
        var measure = ValueMeasure.OfName(map);
        return measure.Bytes >= 1 && measure.Bytes <= SyncLimits.Default.MaxMapNameBytes && measure.Flaws == TextFlaws.None
            ? null
            : $"A resolver is for a map with a name of {measure.Bytes} bytes; 1 to {SyncLimits.Default.MaxMapNameBytes} of Unicode are accepted.";
    }

    private List<IResolver> ResolversOf(string map)
    {
        if (!_maps.TryGetValue(map, out var resolvers)) _maps[map] = resolvers = [];
        return resolvers;
    }
}
