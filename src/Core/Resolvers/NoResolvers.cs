namespace TopGun.Core.Resolvers;

/// <summary>No map has any resolver.</summary>
internal sealed class NoResolvers : IResolverSource
{
    public static NoResolvers Instance { get; } = new();

    public ResolverChain? ChainOf(string map) => null;

    public void Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause)
    {
    }
}
