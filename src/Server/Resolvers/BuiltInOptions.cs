namespace TopGun.Server.Resolvers;

/// <summary>What can be set of a built-in resolver. Immutable.</summary>
public sealed record BuiltInOptions
{
    /// <summary>Its name within the map, 1 to 100 characters; it is what a refused writer is told.</summary>
    /// <value>Null by default: the built-in's own, such as <c>NON_NEGATIVE</c>. Two of a kind on one map need two names.</value>
    public string? Name { get; init; }

    /// <summary>Its place among the resolvers of a key, 0 to 100; the highest is asked first.</summary>
    /// <value>Null by default: 100 for what protects, 90 for rules about numbers and versions, 50 for what merges, 0 for LWW.</value>
    public int? Priority { get; init; }

    /// <summary>The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one; 1 to 256 characters.</summary>
    /// <value><c>*</c> by default: all keys.</value>
    public string KeyPattern { get; init; } = "*";

    /// <summary>The top-level fields that it looks at.</summary>
    /// <value>Empty by default; what that means, says each built-in.</value>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What a refused writer reads instead of the built-in's own words.</summary>
    /// <value>Null by default.</value>
    public string? Reason { get; init; }
}
