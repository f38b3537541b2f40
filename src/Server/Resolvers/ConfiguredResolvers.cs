using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers;

/// <summary>The resolvers of the server's configuration, as the partitions ask for them. Immutable.</summary>
internal sealed class ConfiguredResolvers(ServerResolvers resolvers, ResolverMetrics metrics, ILogger<ConfiguredResolvers> logger) : IResolverSource
{
    private readonly FrozenDictionary<string, ResolverChain> _chains = resolvers.Chains().ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ResolverChain? ChainOf(string map) => _chains.GetValueOrDefault(map);

    /// <inheritdoc/>
    public ResolverDecision? Ask(IResolver resolver, ResolverContext context) => metrics.Ask(resolver, context);

    /// <inheritdoc/>
    public void Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause)
    {
        metrics.Answered(resolver, context, decision);
        if (decision.Action == ResolverAction.Reject) ResolverLog.Rejected(logger, resolver.Name, context.MapName);
        if (decision.Action < ResolverAction.Failed) return;

        if (decision.Action == ResolverAction.Unavailable) ResolverLog.Unavailable(logger, resolver.Name, context.MapName);
        else ResolverLog.Failed(logger, resolver.Name, context.MapName, cause);
        ResolverLog.Explained(logger, resolver.Name, context.MapName, decision.Reason!);
    }
}
