namespace TopGun.Core.Registrations;

/// <summary>What was answered to a <see cref="ResolverRequest"/>.</summary>
public abstract record ResolverResponse;
