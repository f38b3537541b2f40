using TopGun.Core.Registrations;

namespace TopGun.Core.Sync;

/// <summary>Answers <see cref="ResolverCall"/>.</summary>
/// <param name="CallId">Of the call.</param>
/// <param name="Response">The answer.</param>
public sealed record ResolverReply(int CallId, ResolverResponse Response) : ServerFrame;
