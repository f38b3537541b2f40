using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>What was written stays as it is, and stays.</summary>
internal sealed class Immutable(BuiltInOptions options)
{
    public ResolverDecision Resolve(ResolverContext context)
    {
        if (context.LocalValue is null) return ResolverDecision.Local;
        if (context.RemoteValue is null) return ResolverDecision.Reject(options.Reason ?? "The record is immutable and can't be removed.");
        if (options.Fields.Count == 0)
            return Sides.AreSame(context.LocalValue, context.RemoteValue)
                ? ResolverDecision.Local
                : ResolverDecision.Reject(options.Reason ?? "The record is immutable.");

        var changed = options.Fields.FirstOrDefault(
            field => Sides.Field(context.LocalValue, field) is { } local && !Sides.AreSame(local, Sides.Field(context.RemoteValue, field)));
        return changed is null ? ResolverDecision.Local : ResolverDecision.Reject(options.Reason ?? $"Field {changed} is immutable.");
    }
}
