namespace TopGun.Core.Resolvers;

/// <summary>A write ended at a resolver.</summary>
/// <param name="Resolver">The resolver.</param>
/// <param name="Decision">Its answer: reject, failed or unavailable.</param>
internal readonly record struct Objection(IResolver Resolver, ResolverDecision Decision)
{
    /// <summary>Why, for the writer.</summary>
    public string Reason => Decision.Action == ResolverAction.Reject ? Decision.Reason! : ResolverDecision.Storable($"Resolver {Resolver.Name} failed: {Decision.Reason}");
}
