using TopGun.Core.Registrations;

namespace TopGun.Server.Storage;

/// <summary>The resolvers that users have registered for one map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Registrations">What is registered, in no order; at least one.</param>
public sealed record MapRegistrations(string Map, IReadOnlyList<Registration> Registrations);
