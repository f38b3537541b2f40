using TopGun.Core.Access;
using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>The resolvers of a map as a caller sees them.</summary>
public static class ListedResolvers
{
    /// <summary>Lists what is configured and what is registered, in the order of names.</summary>
    /// <param name="map">The map.</param>
    /// <param name="configured">The server's own resolvers; null for none.</param>
    /// <param name="registered">What users have registered.</param>
    /// <param name="caller">Who asks.</param>
    public static IReadOnlyList<ListedResolver> Of(string map, ResolverChain? configured, IEnumerable<Registration> registered, Principal caller) =>
    [
        .. (configured?.Resolvers ?? [])
            .Select(resolver => new ListedResolver(map, DefinitionOf(resolver), ResolverOrigin.Server, 0, false))
            .Concat(registered.Select(one => new ListedResolver(map, one.Definition, ResolverOrigin.Client, one.ClaimCount, one.IsClaimedBy(caller.Subject))))
            .OrderBy(listed => listed.Definition.Name, StringComparer.Ordinal)
            .ThenBy(listed => listed.Origin),
    ];

    internal static IReadOnlyList<ListedResolver> Of(string map, MapRules rules, Principal caller)
        => Of(map, rules.Configured, rules.Registered.Select(one => one.Registration), caller);

    private static ResolverDefinition DefinitionOf(IResolver resolver) => new(resolver.Name, resolver.BuiltIn, resolver.Priority, resolver.Keys.ToString());
}
