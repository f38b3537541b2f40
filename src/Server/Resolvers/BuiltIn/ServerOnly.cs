using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Only users with the role of a server write.</summary>
internal sealed class ServerOnly(BuiltInOptions options)
{
    private const string Role = "server";

    public ResolverDecision Resolve(ResolverContext context)
    {
        if (context.Principal.Roles.Contains(Role)) return ResolverDecision.Local;
        if (options.Fields.Count == 0) return ResolverDecision.Reject(options.Reason ?? "Only the server writes here.");

        var changed = options.Fields.FirstOrDefault(field => !Sides.AreSame(Sides.Field(context.LocalValue, field), Sides.Field(context.RemoteValue, field)));
        return changed is null ? ResolverDecision.Local : ResolverDecision.Reject(options.Reason ?? $"Only the server writes field {changed}.");
    }
}
