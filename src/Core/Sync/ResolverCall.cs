using TopGun.Core.Registrations;

namespace TopGun.Core.Sync;

/// <summary>Asks something of a map's conflict resolvers within the conversation.</summary>
/// <param name="CallId">Chosen by the client, unique among its calls that have no reply yet.</param>
/// <param name="Request">What is asked.</param>
public sealed record ResolverCall(int CallId, ResolverRequest Request) : ClientFrame;
