using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>The rules of one map: the server's own and the registered ones, and the chain that they make. Immutable.</summary>
internal sealed class MapRules
{
    private readonly ResolverChain? _configured;
    private readonly SortedDictionary<string, RegisteredResolver> _registered;
    private long? _oldestClaimMs;

    private MapRules(ResolverChain? configured, SortedDictionary<string, RegisteredResolver> registered, ResolverChain? chain)
        => (_configured, _registered, Chain) = (configured, registered, chain);

    /// <summary>The resolvers in force, in their order; null for none.</summary>
    public ResolverChain? Chain { get; }

    /// <summary>The server's own resolvers; null for none.</summary>
    public ResolverChain? Configured => _configured;

    /// <summary>The registered resolvers, in the order of their names.</summary>
    public IReadOnlyCollection<RegisteredResolver> Registered => _registered.Values;

    /// <summary>How many resolvers there are, the server's own included.</summary>
    public int Count => _registered.Count + (_configured?.Resolvers.Count ?? 0);

    /// <summary>When the claim was renewed that was renewed longest ago, in Unix milliseconds; the highest number when there is none.</summary>
    public long OldestClaimMs => _oldestClaimMs ??= Registered.SelectMany(one => one.Registration.Claims).Select(claim => claim.RenewedMs).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>The rules of a map as it was stored.</summary>
    public static MapRules Of(string map, IEnumerable<Registration> stored, IResolverSource source)
    {
        var registered = new SortedDictionary<string, RegisteredResolver>(StringComparer.Ordinal);
        foreach (var registration in stored)
            registered[registration.Definition.Name] = new RegisteredResolver(registration, source.Revive(registration.Definition));
        var configured = source.ChainOf(map);
        return new MapRules(configured, registered, ChainOf(configured, registered));
    }

    /// <summary>The registered resolver of a name, or null.</summary>
    public RegisteredResolver? Find(string name) => _registered.GetValueOrDefault(name);

    /// <summary>Whether the server's own configuration has a resolver of that name.</summary>
    public bool IsConfigured(string name) => _configured?.Resolvers.Any(resolver => resolver.Name == name) ?? false;

    /// <summary>The rules after a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="made">For <see cref="RegistrationStep.Define"/>: the resolver made of the definition.</param>
    public MapRules With(RegistrationChange change, IResolver? made = null)
    {
        var known = Find(change.Name);
        var registered = new SortedDictionary<string, RegisteredResolver>(_registered, StringComparer.Ordinal);
        if (Registration.Take(known?.Registration, change) is { } taken) registered[change.Name] = new RegisteredResolver(taken, made ?? known!.Resolver);
        else registered.Remove(change.Name);

        // Who claims a rule changes nothing of what it does.
        var isSameChain = change.Step is RegistrationStep.Claim or RegistrationStep.Disclaim;
        return new MapRules(_configured, registered, isSameChain ? Chain : ChainOf(_configured, registered));
    }

    /// <summary>The chain with one more resolver, in the place of the registered one of its name.</summary>
    public ResolverChain ChainWith(IResolver tried)
        => new([.. (Chain?.Resolvers ?? []).Where(resolver => resolver.Origin == ResolverOrigin.Server || resolver.Name != tried.Name), tried]);

    private static ResolverChain? ChainOf(ResolverChain? configured, SortedDictionary<string, RegisteredResolver> registered)
        => registered.Count == 0 ? configured : new ResolverChain([.. configured?.Resolvers ?? [], .. registered.Values.Select(one => one.Resolver)]);
}
