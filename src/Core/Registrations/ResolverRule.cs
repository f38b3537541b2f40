namespace TopGun.Core.Registrations;

/// <summary>What a registered resolver does: a script, or one that comes with the server.</summary>
public abstract record ResolverRule;
