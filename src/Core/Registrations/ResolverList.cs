namespace TopGun.Core.Registrations;

/// <summary>A page of resolvers.</summary>
/// <param name="Resolvers">In the order of map and name.</param>
/// <param name="NextPageToken">For the next page; empty when this was the last one.</param>
public sealed record ResolverList(IReadOnlyList<ListedResolver> Resolvers, string NextPageToken = "") : ResolverResponse;
