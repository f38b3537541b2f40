using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>A registered resolver that can't be made any more. It fails on whatever it is asked, so nothing gets past the rule that it was.</summary>
public sealed class LostResolver(ResolverDefinition definition) : IResolver
{
    /// <inheritdoc/>
    public string Name => definition.Name;

    /// <inheritdoc/>
    public int Priority => definition.Priority ?? ResolverDefinition.DefaultPriority;

    /// <inheritdoc/>
    public KeyPattern Keys { get; } = KeyPattern.IsValid(definition.KeyPattern) ? new KeyPattern(definition.KeyPattern) : KeyPattern.Any;

    /// <inheritdoc/>
    public ResolverOrigin Origin => ResolverOrigin.Client;

    /// <inheritdoc/>
    public ResolverDecision Resolve(ResolverContext context)
        => ResolverDecision.Failed("this version of the server can't run it; register it again in a form that it takes, or remove it.");
}
