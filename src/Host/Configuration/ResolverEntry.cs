using TopGun.Server.Resolvers;

namespace TopGun.Host.Configuration;

/// <summary>One conflict resolver in the configuration file: a built-in by its name, or a script in a file.</summary>
internal sealed record ResolverEntry
{
    private const int DefaultPriority = 50;

    /// <summary>The built-in's name, such as <c>NON_NEGATIVE</c>.</summary>
    public string? BuiltIn { get; set; }

    /// <summary>The script's file; a relative path begins in the directory of the configuration file.</summary>
    public string? File { get; set; }

    /// <summary>Its name within the map; the built-in's or the file's own when left out.</summary>
    public string? Name { get; set; }

    /// <summary>Its place, 0 to 100; the built-in's own or 50 when left out.</summary>
    public int? Priority { get; set; }

    /// <summary>The keys that it is for; all when left out.</summary>
    public string KeyPattern { get; set; } = "*";

    /// <summary>The fields that a built-in looks at.</summary>
    public string[]? Fields { get; set; }

    /// <summary>What a writer reads whom a built-in refuses.</summary>
    public string? Reason { get; set; }

    /// <summary>For FIRST_WRITE_WINS: whether a removal makes room.</summary>
    public bool? MayBeRemoved { get; set; }

    /// <summary>What does not fit together.</summary>
    /// <param name="where">Names the entry.</param>
    public IEnumerable<string> Mistakes(string where)
    {
        if (BuiltIn is null == File is null) yield return $"{where} needs one of builtIn and file, and only one.";
        if (File is not null && string.IsNullOrWhiteSpace(File)) yield return $"{where}.file is empty; it names a file with JavaScript.";
        if (File is not null && (Fields, Reason, MayBeRemoved) != (null, null, null)) yield return $"{where} has a file; fields, reason and mayBeRemoved are for built-ins.";
        if (MayBeRemoved is not null && BuiltIn is not (null or "FIRST_WRITE_WINS")) yield return $"{where}.mayBeRemoved is for FIRST_WRITE_WINS; {BuiltIn} has no such setting.";
    }

    /// <summary>Gives it to a server.</summary>
    public void AddTo(ServerResolvers resolvers, string map, string directory)
    {
        if (File is { } file)
        {
            resolvers.AddScriptFile(map, Path.Combine(directory, file), Priority ?? DefaultPriority, KeyPattern, Name);
            return;
        }

        var options = new BuiltInOptions { Name = Name, Priority = Priority, KeyPattern = KeyPattern, Fields = Fields ?? [], Reason = Reason };
        resolvers.AddBuiltIn(map, BuiltIn!, options, MayBeRemoved ?? false);
    }
}
