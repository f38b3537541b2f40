using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>A built-in resolver that a client has registered.</summary>
internal sealed class ClientBuiltIn(IResolver builtIn) : IResolver
{
    /// <inheritdoc/>
    public string Name => builtIn.Name;

    /// <inheritdoc/>
    public int Priority => builtIn.Priority;

    /// <inheritdoc/>
    public KeyPattern Keys => builtIn.Keys;

    /// <inheritdoc/>
    public ResolverOrigin Origin => ResolverOrigin.Client;

    /// <inheritdoc/>
    public ResolverDecision Resolve(ResolverContext context) => builtIn.Resolve(context);
}
