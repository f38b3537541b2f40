using TopGun.Core.Access;

namespace TopGun.Server.Sessions;

/// <summary>Who a stream belongs to, and until when.</summary>
/// <param name="Principal">The user.</param>
/// <param name="ExpiresAt">When the stream must end.</param>
internal sealed record Credential(Principal Principal, DateTimeOffset ExpiresAt);
