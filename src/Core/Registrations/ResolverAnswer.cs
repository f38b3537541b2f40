using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Core.Registrations;

/// <summary>What a resolver answered in a dry run.</summary>
/// <param name="Resolver">Its name.</param>
/// <param name="Action">What it answered.</param>
/// <param name="Value">The value accepted or merged; null for a removal and for every other action.</param>
/// <param name="Reason">Why it refused or failed; else null.</param>
/// <param name="IsFinalHearing">Whether it was asked once more, about what was really about to be stored.</param>
/// <param name="Steps">The steps that its script took; 0 for a rule that is no script.</param>
/// <param name="AllocatedBytes">The bytes that its script allocated; 0 for a rule that is no script.</param>
public sealed record ResolverAnswer(
    string Resolver, ResolverAction Action, Value? Value = null, string? Reason = null, bool IsFinalHearing = false, long Steps = 0, long AllocatedBytes = 0);
