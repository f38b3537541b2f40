namespace TopGun.Core.Registrations;

/// <summary>A conflict resolver as its registrant describes it. Two with equal parts are the same resolver.</summary>
/// <param name="Name">Names it within its map: 1 to 100 characters.</param>
/// <param name="Rule">What it does; null only in a call that lacks it, and is refused for that.</param>
/// <param name="Priority">Its place among the resolvers of a key, 0 to 100; null for 50, or the built-in's own. Never null once it is registered.</param>
/// <param name="KeyPattern">The keys that it is for; <c>*</c> for all.</param>
public sealed record ResolverDefinition(string Name, ResolverRule? Rule, int? Priority = null, string KeyPattern = "*")
{
    /// <summary>The priority of a script whose registrant names none.</summary>
    public const int DefaultPriority = 50;

    /// <summary>The longest code of a script, in bytes of UTF-8.</summary>
    public const int MaxCodeBytes = 50 << 10;

    /// <summary>The most fields that a built-in rule looks at.</summary>
    public const int MaxFields = 100;

    /// <summary>The longest reason of a built-in rule, in characters.</summary>
    public const int MaxReasonLength = 1_024;
}
