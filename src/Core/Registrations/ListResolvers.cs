namespace TopGun.Core.Registrations;

/// <summary>Lists resolvers.</summary>
/// <param name="Map">The map; null for every map that the caller may read.</param>
/// <param name="PageToken">Where the page before ended; empty for the first.</param>
public sealed record ListResolvers(string? Map, string PageToken = "") : ResolverRequest;
