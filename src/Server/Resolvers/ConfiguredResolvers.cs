using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Server.Resolvers.Registering;

namespace TopGun.Server.Resolvers;

/// <summary>Gives partitions the resolvers of the server's configuration, and makes those anew that were registered. Safe for many threads at once.</summary>
internal sealed class ConfiguredResolvers(
    ServerResolvers resolvers, ResolverForge forge, ResolverMetrics metrics, TimeProvider clock, ILogger<ConfiguredResolvers> logger) : IResolverSource
{
    private readonly FrozenDictionary<string, ResolverChain> _chains = resolvers.Chains().ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ResolverTime _time = new(resolvers.TimeShare, clock);

    /// <inheritdoc/>
    public ResolverChain? ChainOf(string map) => _chains.GetValueOrDefault(map);

    /// <inheritdoc/>
    public IResolver Revive(ResolverDefinition definition)
    {
        try
        {
            return forge.Make(definition).Resolver;
        }
        catch (SyncException lost)
        {
            // Left out, it would let everything pass that it was there to stop.
            ResolverLog.Lost(logger, definition.Name, lost.Message);
            return new LostResolver(definition);
        }
    }

    /// <inheritdoc/>
    public int PauseMs(string map) => _time.PauseMs(map);

    /// <inheritdoc/>
    public ResolverDecision? Ask(IResolver resolver, ResolverContext context)
    {
        var start = clock.GetTimestamp();
        ResolverDecision? decision = null;
        try
        {
            return decision = resolver.Resolve(context);
        }
        finally
        {
            var took = clock.GetElapsedTime(start);
            if (decision?.Cost is { } cost) _time.Spend(context.MapName, took, cost.Steps);
            metrics.Took(resolver, context, took);
        }
    }

    // Not measured: whoever tries a resolver names it, and a meter's tags must not be his to choose.
    /// <inheritdoc/>
    public ResolverDecision? Try(IResolver resolver, ResolverContext context)
    {
        var start = clock.GetTimestamp();
        var decision = resolver.Resolve(context);
        if (decision?.Cost is { } cost) _time.Spend(context.MapName, clock.GetElapsedTime(start), cost.Steps);
        return decision;
    }

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
