using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Resolving;

/// <summary>A resolver made of a function; it keeps what it was asked.</summary>
internal sealed class Rule(string name, int priority, Func<ResolverContext, ResolverDecision> resolve, string keys = "*") : IResolver
{
    public string Name { get; } = name;

    public int Priority { get; } = priority;

    public KeyPattern Keys { get; } = new(keys);

    public ResolverOrigin Origin { get; init; } = ResolverOrigin.Server;

    public List<ResolverContext> Asked { get; } = [];

    /// <summary>Accepts whatever comes.</summary>
    public static Rule AcceptAll(string name = "accept-all", int priority = 100) => new(name, priority, context => ResolverDecision.Accept(context.RemoteValue));

    /// <summary>Refuses values that are wrong.</summary>
    public static Rule Refuse(Func<Value?, bool> isWrong, int priority = 90, string name = "rule")
        => new(name, priority, context => isWrong(context.RemoteValue) ? ResolverDecision.Reject("It is wrong.") : ResolverDecision.Local);

    /// <summary>Merges to a value.</summary>
    public static Rule MergeTo(Func<ResolverContext, Value?> value, int priority = 50, string name = "merge")
        => new(name, priority, context => ResolverDecision.Merge(value(context)));

    public ResolverDecision Resolve(ResolverContext context)
    {
        Asked.Add(context);
        return resolve(context);
    }
}
