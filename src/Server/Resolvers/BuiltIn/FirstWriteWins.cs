using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Who comes first, keeps it.</summary>
internal sealed class FirstWriteWins(BuiltInOptions options, bool mayBeRemoved)
{
    public ResolverDecision Resolve(ResolverContext context)
    {
        if (context.LocalValue is null || (context.RemoteValue is null && mayBeRemoved)) return ResolverDecision.Local;
        if (options.Fields.Count == 0) return ResolverDecision.Reject(options.Reason ?? "The key has a value already.");

        var taken = options.Fields.FirstOrDefault(field => IsTaken(Sides.Field(context.LocalValue, field), Sides.Field(context.RemoteValue, field)));
        return taken is null ? ResolverDecision.Local : ResolverDecision.Reject(options.Reason ?? $"Field {taken} has a value already.");
    }

    private static bool IsTaken(Value? local, Value? remote) => local is not (null or NullValue) && !Sides.AreSame(local, remote);
}
