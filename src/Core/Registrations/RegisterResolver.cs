namespace TopGun.Core.Registrations;

/// <summary>Gives a map a resolver, or joins those who registered the same one.</summary>
/// <param name="Map">The map.</param>
/// <param name="Definition">The resolver.</param>
/// <param name="Replace">Whether it takes the place of another one of the same name.</param>
public sealed record RegisterResolver(string Map, ResolverDefinition Definition, bool Replace = false) : ResolverRequest;
