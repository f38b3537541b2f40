namespace TopGun.Core.Sync;

/// <summary>The names of what was added to the contract's first form.</summary>
public static class Features
{
    /// <summary>Resolver calls and their replies, and what a rejection says beyond the result.</summary>
    public const string Resolvers = "resolvers";
}
