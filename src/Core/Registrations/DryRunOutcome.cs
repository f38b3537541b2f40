using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Registrations;

/// <summary>What would become of a write.</summary>
/// <param name="Code">What its result would be.</param>
/// <param name="Reason">Why, for people, when it would be refused; else null.</param>
/// <param name="Resolver">The resolver that would refuse it or fail on it; else null.</param>
/// <param name="Value">What the key would hold afterwards; null when it would be absent.</param>
/// <param name="Answers">What each resolver answered, in the order in which they were asked; null for none.</param>
public sealed record DryRunOutcome(
    OpResultCode Code, string? Reason = null, string? Resolver = null, Value? Value = null, IReadOnlyList<ResolverAnswer>? Answers = null) : ResolverResponse;
