using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>The resolvers of one map, in the order in which they are asked: highest priority first, equal ones by name, the server's own before registered ones. Immutable.</summary>
public sealed class ResolverChain
{
    /// <summary>The longest name of a resolver, in characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The highest priority.</summary>
    public const int MaxPriority = 100;

    private readonly IResolver[] _resolvers;

    /// <summary>Makes a chain.</summary>
    /// <exception cref="ArgumentException">A resolver breaks a rule of <see cref="WhyInvalid"/>, or two of one origin have one name.</exception>
    public ResolverChain(IEnumerable<IResolver> resolvers)
    {
        _resolvers = [.. resolvers.OrderByDescending(resolver => resolver.Priority).ThenBy(resolver => resolver.Name, StringComparer.Ordinal).ThenBy(resolver => resolver.Origin)];
        foreach (var resolver in _resolvers)
            if (WhyInvalid(resolver) is { } reason) throw new ArgumentException(reason, nameof(resolvers));
        if (_resolvers.GroupBy(resolver => (resolver.Name, resolver.Origin)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"There are {twice.Count()} resolvers with the name {twice.Key.Name}; a name is used once in a map.", nameof(resolvers));
    }

    /// <summary>The resolvers, in their order.</summary>
    public IReadOnlyList<IResolver> Resolvers => _resolvers;

    /// <summary>What is wrong with a resolver's name or priority, or null.</summary>
    public static string? WhyInvalid(IResolver resolver)
    {
        if (string.IsNullOrWhiteSpace(resolver.Name) || resolver.Name.Length > MaxNameLength || ValueMeasure.OfName(resolver.Name).Flaws != TextFlaws.None)
            return $"A resolver has a name of {resolver.Name?.Length ?? 0} characters; 1 to {MaxNameLength} of Unicode are accepted.";
        return resolver.Priority is < 0 or > MaxPriority
            ? $"Resolver {resolver.Name} has priority {resolver.Priority}; 0 to {MaxPriority} are accepted."
            : null;
    }

    /// <summary>The resolvers that a key concerns, in their order; empty for none.</summary>
    public IReadOnlyList<IResolver> For(string key)
    {
        // Usually all of the first ones fit, and then nothing is made. Each is asked once.
        var first = 0;
        List<IResolver>? more = null;
        for (var i = 0; i < _resolvers.Length; i++)
        {
            if (!_resolvers[i].Keys.Matches(key)) continue;
            if (i == first) first++;
            else (more ??= [.. _resolvers.AsSpan(0, first)]).Add(_resolvers[i]);
        }

        return first == _resolvers.Length ? _resolvers : more ?? (first == 0 ? [] : (IReadOnlyList<IResolver>)_resolvers[..first]);
    }
}
