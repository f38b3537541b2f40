using TopGun.Core.Values;

namespace TopGun.Core.Access;

/// <summary>Who makes a request, as the token says.</summary>
/// <param name="Subject">The user: the token's <c>sub</c>.</param>
/// <param name="Roles">The token's roles.</param>
/// <param name="Metadata">All other claims.</param>
public sealed record Principal(string Subject, IReadOnlySet<string> Roles, ObjectValue Metadata);
