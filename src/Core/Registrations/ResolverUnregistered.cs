namespace TopGun.Core.Registrations;

/// <summary>The claim is given up.</summary>
/// <param name="Claims">How many users still claim the resolver; with 0 it is gone.</param>
public sealed record ResolverUnregistered(int Claims) : ResolverResponse;
