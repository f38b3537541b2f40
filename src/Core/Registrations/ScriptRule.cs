namespace TopGun.Core.Registrations;

/// <summary>A rule of its registrant's own.</summary>
/// <param name="Code">The body of a JavaScript function of <c>context</c>.</param>
public sealed record ScriptRule(string Code) : ResolverRule;
