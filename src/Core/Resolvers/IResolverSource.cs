namespace TopGun.Core.Resolvers;

/// <summary>Which resolvers the maps of a server have. Safe for many threads at once; an answer takes no I/O.</summary>
public interface IResolverSource
{
    /// <summary>The resolvers of a map; null for none.</summary>
    ResolverChain? ChainOf(string map);

    /// <summary>Is told that a resolver failed or was unavailable, so that somebody learns of it. Must return at once.</summary>
    /// <param name="resolver">The resolver.</param>
    /// <param name="context">What it was asked.</param>
    /// <param name="decision">What that came to.</param>
    /// <param name="cause">What it threw, or null.</param>
    void Failed(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause);
}
