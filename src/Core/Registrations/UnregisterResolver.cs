namespace TopGun.Core.Registrations;

/// <summary>Gives up a claim to a resolver.</summary>
/// <param name="Map">The map.</param>
/// <param name="Name">The resolver's name.</param>
public sealed record UnregisterResolver(string Map, string Name) : ResolverRequest;
