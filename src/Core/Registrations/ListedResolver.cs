using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>A resolver in force.</summary>
/// <param name="Map">The map.</param>
/// <param name="Definition">The resolver. A built-in of the server has its rule, code of the server has none.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Claims">How many users claim it; 0 for the server's own.</param>
/// <param name="IsMine">Whether the caller has a claim to it.</param>
public sealed record ListedResolver(string Map, ResolverDefinition Definition, ResolverOrigin Origin, int Claims, bool IsMine);
