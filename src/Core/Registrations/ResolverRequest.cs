namespace TopGun.Core.Registrations;

/// <summary>What is asked of a map's conflict resolvers.</summary>
public abstract record ResolverRequest;
