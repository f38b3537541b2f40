using System.Collections.Immutable;

namespace TopGun.Core.Registrations;

/// <summary>A resolver that users have registered for a map. Immutable.</summary>
public sealed class Registration
{
    private readonly ImmutableDictionary<string, long> _claims;

    private Registration(ResolverDefinition definition, ImmutableDictionary<string, long> claims) => (Definition, _claims) = (definition, claims);

    /// <summary>Makes a registration of what is stored of it.</summary>
    public Registration(ResolverDefinition definition, IEnumerable<ResolverClaim> claims)
        : this(definition, claims.ToImmutableDictionary(claim => claim.Subject, claim => claim.RenewedMs, StringComparer.Ordinal))
    {
    }

    /// <summary>The resolver.</summary>
    public ResolverDefinition Definition { get; }

    /// <summary>How many users claim it.</summary>
    public int ClaimCount => _claims.Count;

    /// <summary>Who claims it, in no order.</summary>
    public IEnumerable<ResolverClaim> Claims => _claims.Select(claim => new ResolverClaim(claim.Key, claim.Value));

    /// <summary>Whether a user claims it.</summary>
    public bool IsClaimedBy(string subject) => _claims.ContainsKey(subject);

    /// <summary>When a user's claim was renewed last, in Unix milliseconds; null when there is none.</summary>
    public long? RenewedMs(string subject) => _claims.TryGetValue(subject, out var renewed) ? renewed : null;

    /// <summary>Takes over the next change of this registration; null when it is gone.</summary>
    /// <param name="known">What there was, or null.</param>
    /// <param name="change">The change.</param>
    public static Registration? Take(Registration? known, RegistrationChange change) => change.Step switch
    {
        RegistrationStep.Define => new Registration(change.Definition!, ImmutableDictionary.Create<string, long>(StringComparer.Ordinal)),
        RegistrationStep.Claim => known is null ? null : new Registration(known.Definition, known._claims.SetItem(change.Subject!, change.AtMs)),
        RegistrationStep.Disclaim => known is null ? null : new Registration(known.Definition, known._claims.Remove(change.Subject!)),
        _ => null,
    };
}
