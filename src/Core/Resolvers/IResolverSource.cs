using TopGun.Core.Registrations;

namespace TopGun.Core.Resolvers;

/// <summary>Which resolvers the maps of a server have. Safe for many threads at once; an answer takes no I/O.</summary>
public interface IResolverSource
{
    /// <summary>The resolvers that the server's own configuration gives to a map; null for none. The same whenever it is asked.</summary>
    ResolverChain? ChainOf(string map);

    /// <summary>Makes a resolver of a registration that was stored.</summary>
    /// <returns>The resolver. Where it can't be made any more, one that fails on whatever it is asked (INV-RES-4).</returns>
    IResolver Revive(ResolverDefinition definition) => new LostResolver(definition);

    /// <summary>How long the writes of a map must wait because its resolvers have had more than their share of the machine, in milliseconds; 0 for not at all.</summary>
    int PauseMs(string map) => 0;

    /// <summary>Puts a question to a resolver. Whoever wants to know how long that takes, measures here.</summary>
    /// <returns>Its answer, unchecked; what it throws passes through.</returns>
    ResolverDecision? Ask(IResolver resolver, ResolverContext context) => resolver.Resolve(context);

    /// <summary>Puts a question to a resolver about a write that is only tried. Its answer is told to nobody else, but it takes the machine's time like any other.</summary>
    /// <returns>Its answer, unchecked; what it throws passes through.</returns>
    ResolverDecision? Try(IResolver resolver, ResolverContext context) => resolver.Resolve(context);

    /// <summary>Is told what each question came to. Must return at once.</summary>
    /// <param name="resolver">The resolver.</param>
    /// <param name="context">What it was asked.</param>
    /// <param name="decision">What that came to: an impossible answer, or none, has become a failure.</param>
    /// <param name="cause">What it threw, or null.</param>
    void Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause);
}
