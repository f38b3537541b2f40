using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers;

/// <summary>A resolver of the server made of a function.</summary>
internal sealed class DelegateResolver(string name, int priority, KeyPattern keys, Func<ResolverContext, ResolverDecision> resolve, BuiltInRule? builtIn = null) : IResolver
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public int Priority { get; } = priority;

    /// <inheritdoc/>
    public KeyPattern Keys { get; } = keys;

    /// <inheritdoc/>
    public ResolverOrigin Origin => ResolverOrigin.Server;

    /// <inheritdoc/>
    public BuiltInRule? BuiltIn { get; } = builtIn;

    /// <inheritdoc/>
    public ResolverDecision Resolve(ResolverContext context) => resolve(context);
}
