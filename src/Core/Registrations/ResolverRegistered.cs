namespace TopGun.Core.Registrations;

/// <summary>The resolver is in force.</summary>
/// <param name="Claims">How many users claim it now, the caller included.</param>
public sealed record ResolverRegistered(int Claims) : ResolverResponse;
