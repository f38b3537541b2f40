using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Only whose write made a record changes it.</summary>
internal sealed class OwnerOnly(BuiltInOptions options)
{
    public ResolverDecision Resolve(ResolverContext context)
    {
        // A record without an owner is older than the keeping of owners: the first who changes it makes it his.
        if (context.LocalValue is null || context.Owner is null || context.Owner == context.Principal.Subject) return ResolverDecision.Local;
        // Also where only fields are protected: who removes a record could make it anew, as its owner.
        if (context.RemoteValue is null) return ResolverDecision.Reject(options.Reason ?? "Only its owner removes the record.");
        if (options.Fields.Count == 0) return ResolverDecision.Reject(options.Reason ?? "Only its owner changes the record.");

        var changed = options.Fields.FirstOrDefault(field => !Sides.AreSame(Sides.Field(context.LocalValue, field), Sides.Field(context.RemoteValue, field)));
        return changed is null ? ResolverDecision.Local : ResolverDecision.Reject(options.Reason ?? $"Only the record's owner changes field {changed}.");
    }
}
