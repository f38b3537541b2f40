using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;

namespace TopGun.Core.Registrations;

/// <summary>Decides about registrations of one partition's maps, on top of everything that was decided before. Its answers hold once the commit is durable.</summary>
/// <remarks>Permissions are asked for here and not where the request came in: between the two a rule may have changed.</remarks>
internal sealed class RegistrationDesk(RegistrationOptions options, IMapAccess access)
{
    /// <summary>Registers a resolver, or adds a claim to the same one.</summary>
    /// <param name="map">The map.</param>
    /// <param name="definition">The resolver; its priority is given.</param>
    /// <param name="replace">Whether it takes the place of another one.</param>
    /// <param name="made">What was made of the definition.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    public ResolverResponse Register(MapDraft map, ResolverDefinition definition, bool replace, IResolver made, Principal principal, long nowMs)
    {
        if (WhyForbidden(map.Name, principal, MapAction.Read | MapAction.Resolve) is { } forbidden) return forbidden;
        if (map.Rules.IsConfigured(definition.Name)) return Taken(map.Name, definition.Name, "one of the server's own");

        var known = map.Rules.Find(definition.Name)?.Registration;
        if (known is not null && known.Definition == definition) return Claim(map, known, principal, nowMs);
        if (known is not null && !replace) return Taken(map.Name, definition.Name, "another one");
        if (known is not null && known.Claims.Any(claim => claim.Subject != principal.Subject) && !access.Allows(principal, map.Name, MapAction.Admin))
            return Forbidden(map.Name, principal, "ADMIN", "to replace a resolver that other users claim");
        if (known is null && map.Rules.Count >= options.MaxPerMap)
            return OverLimit(map.Name, definition.Name, $"Map {map.Name} has {map.Rules.Count} resolvers; at most {options.MaxPerMap} are accepted.");
        if ((known is null || !known.IsClaimedBy(principal.Subject)) && WhyTooMany(map, principal, definition.Name) is { } tooMany) return tooMany;

        map.Change(new RegistrationChange(map.Name, definition.Name, RegistrationStep.Define, definition), made);
        map.Change(new RegistrationChange(map.Name, definition.Name, RegistrationStep.Claim, null, principal.Subject, nowMs));
        return new ResolverRegistered(1);
    }

    /// <summary>Gives up a claim, or as an administrator all of them.</summary>
    public ResolverResponse Unregister(MapDraft map, string name, Principal principal)
    {
        // Both can be there: a configuration that takes a name up later changes nothing of what was registered under it.
        var known = map.Rules.Find(name)?.Registration;
        var isMine = known?.IsClaimedBy(principal.Subject) ?? false;
        var isAdmin = access.Allows(principal, map.Name, MapAction.Admin);
        if (known is null || !(isMine || isAdmin))
            return map.Rules.IsConfigured(name)
                ? Taken(map.Name, name, "one of the server's own")
                : ResolverRefused.About(ErrorCode.NotFound, map.Name, name, $"Map {map.Name} has no resolver {name} that user {principal.Subject} has registered.");

        var left = isAdmin ? 0 : known.ClaimCount - 1;
        map.Change(left > 0
            ? new RegistrationChange(map.Name, name, RegistrationStep.Disclaim, null, principal.Subject)
            : new RegistrationChange(map.Name, name, RegistrationStep.Remove));
        return new ResolverUnregistered(left);
    }

    /// <summary>Keeps a claim from lapsing. Nothing is stored while the last renewal is fresh enough.</summary>
    public void Renew(MapDraft map, string name, string subject, long nowMs)
    {
        if (map.Rules.Find(name)?.Registration is not { } known || known.RenewedMs(subject) is not { } renewedMs) return;
        if (options.RenewAfterMs is { } after && nowMs - renewedMs >= after)
            map.Change(new RegistrationChange(map.Name, name, RegistrationStep.Claim, null, subject, nowMs));
    }

    /// <summary>Lets claims go that nobody has renewed for too long, and resolvers that nobody claims any more.</summary>
    public void Lapse(MapDraft map, long nowMs)
    {
        if (options.LapseAfterMs is not { } after || map.Rules.OldestClaimMs >= nowMs - after) return;
        foreach (var (registration, _) in map.Rules.Registered)
        {
            var name = registration.Definition.Name;
            ResolverClaim[] lapsed = [.. registration.Claims.Where(claim => nowMs - claim.RenewedMs > after).OrderBy(claim => claim.Subject, StringComparer.Ordinal)];
            if (lapsed.Length == registration.ClaimCount) map.Change(new RegistrationChange(map.Name, name, RegistrationStep.Remove));
            else
                foreach (var claim in lapsed) map.Change(new RegistrationChange(map.Name, name, RegistrationStep.Disclaim, null, claim.Subject));
        }
    }

    /// <summary>Why a user may not do something with a map, or null.</summary>
    public ResolverRefused? WhyForbidden(string map, Principal principal, MapAction needed)
    {
        if (needed.HasFlag(MapAction.Read) && !access.Allows(principal, map, MapAction.Read)) return Forbidden(map, principal, "READ", "so that no rule tells what its registrant may not see");
        return needed.HasFlag(MapAction.Resolve) && !access.Allows(principal, map, MapAction.Resolve) ? Forbidden(map, principal, "RESOLVE", "to give it rules") : null;
    }

    private ResolverResponse Claim(MapDraft map, Registration known, Principal principal, long nowMs)
    {
        if (known.IsClaimedBy(principal.Subject))
        {
            Renew(map, known.Definition.Name, principal.Subject, nowMs);
            return new ResolverRegistered(known.ClaimCount);
        }

        if (known.ClaimCount >= options.MaxClaims)
            return OverLimit(map.Name, known.Definition.Name, $"Resolver {known.Definition.Name} is claimed by {known.ClaimCount} users; at most {options.MaxClaims} are accepted. It is in force.");
        if (WhyTooMany(map, principal, known.Definition.Name) is { } tooMany) return tooMany;
        map.Change(new RegistrationChange(map.Name, known.Definition.Name, RegistrationStep.Claim, null, principal.Subject, nowMs));
        return new ResolverRegistered(known.ClaimCount + 1);
    }

    private ResolverRefused? WhyTooMany(MapDraft map, Principal principal, string name)
    {
        var mine = map.Rules.Registered.Count(one => one.Registration.IsClaimedBy(principal.Subject));
        return mine >= options.MaxPerPrincipal
            ? OverLimit(map.Name, name, $"User {principal.Subject} claims {mine} resolvers of map {map.Name}; at most {options.MaxPerPrincipal} are accepted.")
            : null;
    }

    private static ResolverRefused Taken(string map, string name, string whose)
        => ResolverRefused.About(ErrorCode.AlreadyExists, map, name, $"Map {map} has a resolver {name} already: {whose}.");

    private static ResolverRefused OverLimit(string map, string name, string message) => ResolverRefused.About(ErrorCode.LimitExceeded, map, name, message);

    private static ResolverRefused Forbidden(string map, Principal principal, string action, string why)
        => new(new SyncError(ErrorCode.Forbidden, $"User {principal.Subject} needs {action} permission on map {map}, {why}."));
}
