using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>A registration, and what was made of it.</summary>
internal sealed record RegisteredResolver(Registration Registration, IResolver Resolver);
