namespace TopGun.Core.Registrations;

/// <summary>A user wants a resolver to be in force.</summary>
/// <param name="Subject">The user.</param>
/// <param name="RenewedMs">When the user said so last, as far as it is stored, in Unix milliseconds.</param>
public readonly record struct ResolverClaim(string Subject, long RenewedMs);
