namespace TopGun.Server;

/// <summary>What became of a write of the application.</summary>
/// <param name="Version">The version that it made; 0 when it was refused.</param>
/// <param name="IsApplied">Whether it changed something: a newer write was there already where it did not, or it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
/// <param name="Resolver">The conflict resolver that refused it; null when none did.</param>
public sealed record ServerWrite(long Version, bool IsApplied, string? Refusal, string? Resolver);
