namespace TopGun.Core.Resolvers;

/// <summary>What an answer of a metered resolver took; the same question costs the same on every server.</summary>
/// <param name="Steps">The steps taken.</param>
/// <param name="AllocatedBytes">The bytes allocated, as the meter counts them.</param>
public readonly record struct ResolverCost(long Steps, long AllocatedBytes);
